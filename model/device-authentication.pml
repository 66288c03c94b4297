/*
 * Mutual device authentication and admission (docs/protocol.md, "Device authentication", "Between servers").
 *
 * The intruder owns the network, a device of its own (OTHER, whose secret it knows) and a service (ROGUE, which is in the
 * directory). The honest terminal (OWN) may turn to either service. Taken from the proofs of Noise NKpsk2: message 2 can be
 * made only by who has the server's key and the psk, and what follows is read by the two ends alone. The keys of a handshake
 * are the pair of the initiator's ephemeral key (the attempt; 0 is one of the intruder's) and of the responder's (the exchange).
 */
/* Events. */
#define DEMAND 1
#define HANDSHAKE 2
#define ASK_CERTIFICATE 3
#define ISSUED 4
#define CERTIFIED 5
#define PRESENT 6
#define CHECKED_AND_ADMITTED 7
#define ADMITTED 8
#define PRESENT_AGAIN 9
#define ADMITTED_AGAIN 10
#include "common.pml"

#define ATTEMPTS 2
/* Exchanges 1 … ATTEMPTS answer an attempt's first message; one more answers a repeated one; the last is the intruder's. */
#define REPEATED (ATTEMPTS + 1)
#define INTRUDERS (ATTEMPTS + 2)
#define EXCHANGES (ATTEMPTS + 2)
/* How often the intruder has something shown to the honest service. */
#ifdef FULL
#define SHOWS 4
#else
#define SHOWS 2
#endif

#define NOBODY 0
#define OWN 1
#define OTHER 2
#define HONEST 1
#define ROGUE 2
/* Service nonces: 1 … ATTEMPTS were made for the terminal's demands, ASKED for the intruder's; 0 is made up. */
#define ASKED (ATTEMPTS + 1)

mtype = { idle, demanded, greeted, asked, certified, presented, admitted };

/* The terminal's attempts. Each has a fresh ephemeral key and a fresh certificate key of its number. */
byte attempt = 0;
mtype at_step = idle;
byte wish[ATTEMPTS + 1];
byte nonce[ATTEMPTS + 1];
byte exchange_of[ATTEMPTS + 1];
bool greeting_sent[ATTEMPTS + 1];
bool asked_for[ATTEMPTS + 1];
bool shown_to_honest[ATTEMPTS + 1];
bool done = false;

/* The authentication server's exchanges: ephemeral key and identifier that message 1 held, and the certificate given. */
bool answered[EXCHANGES + 1];
byte ephemeral[EXCHANGES + 1];
byte identifier[EXCHANGES + 1];
bool issued[EXCHANGES + 1];
byte for_service[EXCHANGES + 1];
byte for_nonce[EXCHANGES + 1];
byte for_key[EXCHANGES + 1];
/* The check id that used a certificate up: 0 for none yet. */
byte used_by[EXCHANGES + 1];
bool certificate_known[EXCHANGES + 1];

/* The honest service. Whom a key was admitted as, and which nonces it made. */
byte admitted_as[ATTEMPTS + 1];
bool made_nonce[ASKED + 1];
byte shows = 0;

/* Whoever ends an exchange as the initiator: the intruder needs the ephemeral key and the psk. */
#ifdef BROKEN_NO_PSK
#define intruder_holds(x) (answered[x] && ephemeral[x] == NOBODY)
#else
#define intruder_holds(x) (answered[x] && ephemeral[x] == NOBODY && identifier[x] == OTHER)
#endif
#ifdef BROKEN_CERTIFICATE_FOR_ANY_SERVICE
#define is_for(x, caller) true
#else
#define is_for(x, caller) (for_service[x] == (caller))
#endif
#ifdef BROKEN_CERTIFICATE_USED_TWICE
#define may_use(x, check) true
#else
#define may_use(x, check) (used_by[x] == 0 || used_by[x] == (check))
#endif
#ifdef BROKEN_SERVICE_NONCE_NOT_CHECKED
#define nonce_fits(x) true
#else
#define nonce_fits(x) made_nonce[for_nonce[x]]
#endif
/* Without a signature by the certificate's key, the intruder shows what it knows under any key. */
#ifdef BROKEN_ADMISSION_WITHOUT_PROOF
#define intruder_shows(x) certificate_known[x]
#else
#define intruder_shows(x) (certificate_known[x] && for_key[x] == NOBODY)
#endif

active proctype terminal() {
  byte x;
  do
  /* A new attempt; an earlier one is given up at any point. The last one is for the honest service. */
  :: atomic { attempt < ATTEMPTS && at_step != admitted ->
       attempt++;
       at_step = idle;
       if
       :: wish[attempt] = HONEST
       :: attempt < ATTEMPTS -> wish[attempt] = ROGUE
       fi
     }
  :: atomic { attempt > 0 && at_step == idle && wish[attempt] == HONEST && MAY(DEMAND) -> EVENT(DEMAND);
       /* The statement is the service's own and made for this request: nobody else's is taken. */
       nonce[attempt] = attempt; made_nonce[attempt] = true; at_step = demanded
     }
  :: atomic { attempt > 0 && at_step == idle && wish[attempt] == ROGUE ->
       if
       :: nonce[attempt] = 0
       :: made_nonce[ASKED] -> nonce[attempt] = ASKED
       fi;
       at_step = demanded
     }
  :: atomic { at_step == demanded && MAY(HANDSHAKE) -> EVENT(HANDSHAKE); greeting_sent[attempt] = true; at_step = greeted }
  /* Message 2 proves the server: it is an answer to this attempt's ephemeral key under this device's secret. */
  :: atomic {
       if
       :: at_step == greeted && answered[attempt] && ephemeral[attempt] == attempt && identifier[attempt] == OWN -> x = attempt
       :: at_step == greeted && answered[REPEATED] && ephemeral[REPEATED] == attempt && identifier[REPEATED] == OWN -> x = REPEATED
       fi;
       exchange_of[attempt] = x; x = 0; at_step = asked
     }
  :: atomic { at_step == asked && !asked_for[attempt] && MAY(ASK_CERTIFICATE) -> EVENT(ASK_CERTIFICATE); asked_for[attempt] = true }
  :: atomic { at_step == asked && asked_for[attempt] && issued[exchange_of[attempt]] && MAY(CERTIFIED) -> EVENT(CERTIFIED);
       x = exchange_of[attempt];
       /* It says what was asked for, since nobody else can have asked in this exchange. */
       assert(for_service[x] == wish[attempt] && for_nonce[x] == nonce[attempt] && for_key[x] == attempt);
       x = 0; at_step = certified
     }
  :: atomic { at_step == certified && wish[attempt] == HONEST && MAY(PRESENT) -> EVENT(PRESENT); shown_to_honest[attempt] = true; at_step = presented }
#ifdef RECORDED
  :: atomic { at_step == presented && MAY(PRESENT_AGAIN) -> EVENT(PRESENT_AGAIN) }
#endif
  :: atomic { at_step == certified && wish[attempt] == ROGUE -> certificate_known[exchange_of[attempt]] = true; at_step = presented }
  /* The reply is signed by the service, for this request. */
  :: atomic { at_step == presented && wish[attempt] == HONEST && admitted_as[attempt] != NOBODY && MAY(ADMITTED) -> EVENT(ADMITTED);
       at_step = admitted; done = true; break
     }
  od;
end: skip
}

active proctype authentication_server() {
  byte x;
  end: do
  /* Message 1 to 2: an attempt's first message, the same once more, or the intruder's with any identifier. */
  :: atomic { attempt > 0 && greeting_sent[attempt] && !answered[attempt] -> answered[attempt] = true; ephemeral[attempt] = attempt; identifier[attempt] = OWN }
#ifndef RECORDED
  :: atomic { !calm && greeting_sent[1] && !answered[REPEATED] ->
       answered[REPEATED] = true; identifier[REPEATED] = OWN;
       if
       :: ephemeral[REPEATED] = 1
       :: greeting_sent[ATTEMPTS] -> ephemeral[REPEATED] = ATTEMPTS
       fi
     }
  :: atomic { !calm && !answered[INTRUDERS] ->
       x = INTRUDERS; answered[x] = true;
       if
       :: identifier[x] = OWN
       :: identifier[x] = OTHER
       fi;
       x = 0
     }
#endif
  /* Message 3 to 4: the certificate. The same request again gets the same certificate (see channel.pml). */
  :: atomic { attempt > 0 && asked_for[attempt] && !issued[exchange_of[attempt]] && MAY(ISSUED) -> EVENT(ISSUED);
       x = exchange_of[attempt];
       for_service[x] = wish[attempt]; for_nonce[x] = nonce[attempt]; for_key[x] = attempt; issued[x] = true;
#ifdef BROKEN_CERTIFICATE_IN_THE_OPEN
       certificate_known[x] = true;
#endif
       x = 0
     }
#ifndef RECORDED
  :: atomic { !calm ->
       select(x : REPEATED .. EXCHANGES);
       if
       :: intruder_holds(x) && !issued[x] ->
          if
          :: for_service[x] = HONEST
          :: for_service[x] = ROGUE
          fi;
          if
          :: for_nonce[x] = 0
          :: made_nonce[1] -> for_nonce[x] = 1
          :: made_nonce[ASKED] -> for_nonce[x] = ASKED
          fi;
          /* Its own key, or the public key of an attempt of the terminal's. */
          if
          :: for_key[x] = NOBODY
          :: for_key[x] = 1
          fi;
          issued[x] = true; certificate_known[x] = true;
          /* Agreement: what the server takes for the honest device was that device, in an attempt for exactly this. */
          assert(identifier[x] != OWN)
       :: else
       fi;
       x = 0
     }
  /* The rogue service has a certificate checked, under one check id or another. */
  :: atomic { !calm ->
       select(x : 1 .. EXCHANGES);
       if
       :: issued[x] && certificate_known[x] && is_for(x, ROGUE) ->
          /* Only the service that it names can use it up. */
          assert(for_service[x] == ROGUE);
          if
          :: may_use(x, 2) -> assert(used_by[x] == 0 || used_by[x] == 2); used_by[x] = 2
          :: may_use(x, 3) -> assert(used_by[x] == 0 || used_by[x] == 3); used_by[x] = 3
          :: else
          fi
       :: else
       fi;
       x = 0
     }
#endif
  od
}

active proctype service() {
  byte x, r;
  end: do
#ifndef RECORDED
  :: atomic { !calm && !made_nonce[ASKED] -> made_nonce[ASKED] = true }
#endif
  /* What the terminal showed, now or again; or what the intruder shows. The check id is the same each time: 1. */
  :: atomic {
       if
       :: attempt > 0 && shown_to_honest[attempt] && admitted_as[attempt] == NOBODY && MAY(CHECKED_AND_ADMITTED) -> r = attempt; x = exchange_of[attempt]; EVENT(CHECKED_AND_ADMITTED)
#ifdef RECORDED
       :: attempt > 0 && shown_to_honest[attempt] && admitted_as[attempt] != NOBODY && MAY(ADMITTED_AGAIN) -> r = attempt; x = exchange_of[attempt]; EVENT(ADMITTED_AGAIN)
#else
       :: !calm && shown_to_honest[1] && shows < SHOWS -> r = 1; x = exchange_of[1]; shows++
       :: !calm && shows < SHOWS && intruder_shows(INTRUDERS) -> r = 0; x = INTRUDERS; shows++
       :: !calm && shows < SHOWS && intruder_shows(1) -> r = 0; x = 1; shows++
#endif
       fi;
       if
       :: nonce_fits(x) && is_for(x, HONEST) && may_use(x, 1) ->
          used_by[x] = 1;
          admitted_as[for_key[x]] = identifier[x];
          /* Agreement: a key is admitted for a nonce of this service, as the device whose key it is. */
          assert(made_nonce[for_nonce[x]]);
          assert(for_key[x] == NOBODY || identifier[x] == OWN);
          assert(for_key[x] != NOBODY || identifier[x] == OTHER);
          assert(identifier[x] != OWN || (wish[for_key[x]] == HONEST && nonce[for_key[x]] == for_nonce[x] && exchange_of[for_key[x]] == x))
       :: else
       fi;
       /* Secrecy: a certificate of the terminal for this service is read by the two ends alone. */
       assert(identifier[x] != OWN || for_service[x] != HONEST || !certificate_known[x]);
       x = 0; r = 0
     }
  od
}

active proctype quiet() {
  atomic { !calm -> calm = true }
}

ltl admitted_once_the_attack_ends { [] (calm -> <> done) }
