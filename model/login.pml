/*
 * The login of a sign-up (docs/protocol.md, "Sign-up", steps 1 and 2), against somebody who stole the account server's
 * static key: where it likes it answers the terminal's handshake in the server's place, and relays.
 *
 * Taken from the proofs of OPAQUE: KE3 of an attempt with the server's answer, and the key of the two, can be made only by who
 * has the password and by the server. Channels: attempt r of the terminal stands in channel r when it reaches the server, in
 * channel ATTEMPTS + r when the intruder is its other end; INTRUDERS is the intruder's own channel to the server.
 */
/* Events. */
#define LOGIN_START 1
#define LOGIN_FINISH 2
#define LOGGED_IN 3
#define SERVER_BELIEVED 4
#include "common.pml"

#define ATTEMPTS 2
#define INTRUDERS (2 * ATTEMPTS + 1)
#define CHANNELS (2 * ATTEMPTS + 2)
#define ANSWERS (2 * ATTEMPTS + 1)
#define NOBODY 0

/* The terminal's attempts 1, 2, …: which channel it stands in, which answer (KE2) it took, whether it believed the server. */
byte attempt = 0;
byte stands_in[ATTEMPTS + 1];
byte took[ATTEMPTS + 1];
bool believed[ATTEMPTS + 1];

/* The server's answers 1, 2, …: to which attempt's KE1, in which channel, and whether the login was finished with it. */
byte answers = 0;
byte answer_to[ANSWERS + 1];
byte answer_in[ANSWERS + 1];
bool finished[ANSWERS + 1];
/* The answer that a channel's login is at. */
byte login_at[CHANNELS];

/* What the intruder knows: KE1 and KE3 (with its MAC) of the attempts that it is the other end of; the server's MACs to it. */
bool ke1_known[ATTEMPTS + 1];
bool ke3_known[ATTEMPTS + 1];
bool server_mac_known[ANSWERS + 1];
bool access_key_known = false;

#define waits_for_mac (attempt > 0 && took[attempt] != NOBODY && !believed[attempt])
#ifdef SECRECY_ALONE
#define agree(what) skip
#else
#define agree(what) assert(what)
#endif
#ifdef BROKEN_UNBOUND_LOGIN
#define mac_fits(made_in, read_in) true
#else
#define mac_fits(made_in, read_in) ((made_in) == (read_in))
#endif
#ifdef BROKEN_NOT_STRENGTHENED
#define reads(channel) ((channel) > ATTEMPTS)
#else
/* From here on the channel's keys need the login's key, too, which the intruder does not have. */
#define reads(channel) false
#endif

active proctype terminal() {
  byte a;
  end: do
  /* A new attempt; an earlier one is given up at any point. */
  :: atomic { attempt < ATTEMPTS && MAY(LOGIN_START) -> EVENT(LOGIN_START);
       attempt++;
       if
       :: stands_in[attempt] = attempt
#ifndef RECORDED
       :: stands_in[attempt] = ATTEMPTS + attempt; ke1_known[attempt] = true
#endif
       fi;
       a = 0
     }
  /* KE2, from whoever is at the other end: the intruder passes on what it got for this KE1. */
  :: atomic { attempt > 0 && took[attempt] == NOBODY ->
       select(a : 1 .. ANSWERS);
       if
       :: a <= answers && answer_to[a] == attempt && (answer_in[a] == stands_in[attempt] || stands_in[attempt] > ATTEMPTS) && MAY(LOGIN_FINISH) ->
          EVENT(LOGIN_FINISH);
          took[attempt] = a;
          if
          :: stands_in[attempt] > ATTEMPTS -> ke3_known[attempt] = true
          :: else
          fi
       :: else
       fi;
       a = 0
     }
  :: atomic {
       if
       :: waits_for_mac && stands_in[attempt] <= ATTEMPTS && finished[took[attempt]] && answer_in[took[attempt]] == stands_in[attempt] && MAY(SERVER_BELIEVED)
       :: waits_for_mac && stands_in[attempt] > ATTEMPTS && server_mac_known[took[attempt]] && mac_fits(answer_in[took[attempt]], stands_in[attempt])
       fi;
       believed[attempt] = true;
       EVENT(SERVER_BELIEVED);
       /* Agreement: the server finished this very login, in this very channel. */
       agree(finished[took[attempt]] && answer_in[took[attempt]] == stands_in[attempt])
     }
  od
}

active proctype server() {
  byte c, r, a;
  end: do
  /* Step 1, from the terminal or, in its own channel, from the intruder. */
  :: atomic {
       if
       :: answers < ANSWERS && attempt > 0 && stands_in[attempt] == attempt && login_at[attempt] == NOBODY -> c = attempt; r = attempt
       :: answers < ANSWERS && ke1_known[1] -> c = INTRUDERS; r = 1
       :: answers < ANSWERS && ke1_known[ATTEMPTS] -> c = INTRUDERS; r = ATTEMPTS
       fi;
       answers++; answer_to[answers] = r; answer_in[answers] = c; login_at[c] = answers; c = 0; r = 0
     }
  /* Step 2: KE3 must be that of the answer that this channel is at, and the MAC made for this channel. */
  :: atomic {
       if
       :: attempt > 0 && stands_in[attempt] == attempt && login_at[attempt] != NOBODY && took[attempt] == login_at[attempt] && !finished[login_at[attempt]] && MAY(LOGGED_IN) -> c = attempt; r = attempt
       :: login_at[INTRUDERS] != NOBODY && ke3_known[1] && took[1] == login_at[INTRUDERS] && mac_fits(ATTEMPTS + 1, INTRUDERS) -> c = INTRUDERS; r = 1
       :: login_at[INTRUDERS] != NOBODY && ke3_known[ATTEMPTS] && took[ATTEMPTS] == login_at[INTRUDERS] && mac_fits(ATTEMPTS + ATTEMPTS, INTRUDERS) -> c = INTRUDERS; r = ATTEMPTS
       fi;
       a = login_at[c];
       if
       :: c <= ATTEMPTS -> EVENT(LOGGED_IN)
       :: else -> server_mac_known[a] = true
       fi;
       /* Agreement, injective: the terminal ran this login in this channel, and each one counts once. */
       agree(stands_in[r] == c && took[r] == a && !finished[a]);
       finished[a] = true;
       if
       :: reads(c) -> access_key_known = true
       :: else
       fi;
       /* Secrecy: what the channel carries from here on, the access key first of all. */
       assert(!access_key_known);
       login_at[c] = NOBODY; c = 0; r = 0; a = 0
     }
  od
}
