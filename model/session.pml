/*
 * A session's signed requests (docs/protocol.md, "Sessions" and "Request signatures"), in the open, between a terminal, the
 * account server (ACCOUNTS) and a service (SERVICE). The intruder owns the network and another service (ROGUE) that the
 * terminal also turns to, so it holds that audience's key.
 *
 * Taken from the proofs of Noise NKpsk2: the session key is known to the two ends of its channel alone; the key of one
 * audience tells nothing of another's. A session has one wish that changes something (an extension), sent under its
 * idempotency key with a new counter each time, and one request to the service. A session may end at any time; the terminal
 * opens the next one, with keys of its own.
 */
/* Events. */
#define OPENED 1
#define WISH_SENT 2
#define CHANGED 3
#define ANSWERED_AGAIN 4
#define WISH_GRANTED 5
#define SERVICE_ASKED 6
#define SESSION_CHECKED 7
#define SERVED 8
#define WISH_REFUSED 9
#include "common.pml"

#define SESSIONS 2
#define COUNTERS 3
#define ACCOUNTS 0
#define SERVICE 1
#define ROGUE 2

/* The terminal: the session in use, its counter, and what it has got. */
byte session = 0;
byte counter = 0;
bool waiting = false;
bool granted = false;
bool asked_service = false;
bool served = false;
bool done = false;

/* Wishes on the wire, by session and counter; those to the rogue service hold the same content under another key. */
#define at_counter(s, c) ((s) * (COUNTERS + 1) + (c))
bool wish_known[(SESSIONS + 1) * (COUNTERS + 1)];
bool in_flight = false;

/* The account server's store. */
bool live[SESSIONS + 1];
bool used[(SESSIONS + 1) * (COUNTERS + 1)];
bool kept[SESSIONS + 1];
byte effects[SESSIONS + 1];
bool was_refused[(SESSIONS + 1) * (COUNTERS + 1)];
bool lapsed = false;

/* Answers: to which counter; bound to that request's signature. */
bool answer_known[(SESSIONS + 1) * (COUNTERS + 1)];
bool refusal_known[(SESSIONS + 1) * (COUNTERS + 1)];

/* What the service took for a request of the terminal's. */
bool key_told_to_service[SESSIONS + 1];
bool service_key_known = false;
bool forged = false;

#ifdef BROKEN_COUNTER_NOT_USED_UP
#define counter_free(s, c) true
#else
#define counter_free(s, c) (!used[at_counter(s, c)])
#endif
#ifdef BROKEN_NO_IDEMPOTENCY_KEY
#define remembered(s) false
#else
#define remembered(s) kept[s]
#endif
#ifdef BROKEN_REPLY_NOT_BOUND
#define answers_this(s, c) ((s) == session)
#else
#define answers_this(s, c) ((s) == session && (c) == counter)
#endif
#ifdef BROKEN_ONE_KEY_FOR_ALL_AUDIENCES
#define intruder_signs(audience) true
#else
#define intruder_signs(audience) ((audience) == ROGUE || (audience) == SERVICE && service_key_known)
#endif
#ifdef BROKEN_SESSION_ENDS_WITHOUT_CHECK
#define counts(s) true
#else
#define counts(s) live[s]
#endif

active proctype terminal() {
  byte c;
  do
  /* C4: opens a session, also when it is told that the last one ended. */
  :: atomic { session < SESSIONS && !live[session] && MAY(OPENED) -> EVENT(OPENED);
       session++; live[session] = true; counter = 0; waiting = false; asked_service = false
     }
  /* The same wish again has a new counter. While the network is calm it waits for the answer. */
  :: atomic { session > 0 && !granted && !waiting && counter < COUNTERS && MAY(WISH_SENT) -> EVENT(WISH_SENT);
       counter++; waiting = true; in_flight = true; wish_known[at_counter(session, counter)] = true
     }
  :: atomic { waiting && !calm && counter < COUNTERS -> waiting = false }
  :: atomic { waiting ->
       c = counter;
       do
       :: !calm && c > 1 -> c--
       :: break
       od;
       if
       :: answer_known[at_counter(session, c)] && answers_this(session, c) && MAY(WISH_GRANTED) -> EVENT(WISH_GRANTED);
          granted = true; waiting = false;
          /* Agreement: an answer to this very request, and the wish took effect once. */
          assert(c == counter && effects[session] == 1)
       :: refusal_known[at_counter(session, c)] && answers_this(session, c) && MAY(WISH_REFUSED) -> EVENT(WISH_REFUSED);
          waiting = false; granted = true;
          assert(c == counter)
       :: else
       fi;
       c = 0
     }
  /* Told so under the session's key: the session is over. */
  :: atomic { session > 0 && session == SESSIONS && granted && served -> done = true; break }
  :: atomic { session > 0 && granted && served && live[session] -> done = true; break }
  :: atomic { session > 0 && !asked_service && MAY(SERVICE_ASKED) -> EVENT(SERVICE_ASKED); asked_service = true }
  :: atomic { asked_service && !served && key_told_to_service[session] && MAY(SERVED) -> EVENT(SERVED); served = true }
  od;
end: skip
}

inline decide(s, c) {
  if
  :: !counter_free(s, c)
  :: counter_free(s, c) ->
     used[at_counter(s, c)] = true;
     if
     :: remembered(s) && MAY(ANSWERED_AGAIN) -> EVENT(ANSWERED_AGAIN); answer_known[at_counter(s, c)] = true
     :: !remembered(s) && counts(s) && !lapsed && MAY(CHANGED) -> EVENT(CHANGED);
        effects[s]++; kept[s] = true; answer_known[at_counter(s, c)] = true;
        /* A change happens once, under a live session, never for a request that was refused before. */
        assert(effects[s] == 1);
        assert(live[s]);
        assert(!was_refused[at_counter(s, c)])
     :: !remembered(s) && (!counts(s) || lapsed) -> was_refused[at_counter(s, c)] = true; refusal_known[at_counter(s, c)] = true
     fi
  fi
}

active proctype accounts() {
  byte s, c;
  end: do
  :: atomic { in_flight -> in_flight = false; s = session; c = counter; decide(s, c); s = 0; c = 0 }
#ifndef RECORDED
  /* Repeated, held back, or built by the intruder. */
  :: atomic { !calm && session > 0 ->
       select(s : 1 .. SESSIONS); select(c : 1 .. COUNTERS);
       if
       :: s <= session && wish_known[at_counter(s, c)] -> decide(s, c)
       :: s <= session && intruder_signs(ACCOUNTS) -> assert(wish_known[at_counter(s, c)])
       :: else
       fi;
       s = 0; c = 0
     }
  /* The contract lapses and is renewed; the session ends. */
  :: atomic { !calm -> lapsed = !lapsed }
  :: atomic { !calm && session > 0 && session < SESSIONS && live[session] -> live[session] = false }
  /* C5: a service asks about a handle and shows the signed request that it came with. */
  :: atomic { !calm && asked_service ->
#ifdef BROKEN_KEY_TOLD_TO_ANY_SERVICE
       service_key_known = true
#else
       skip
#endif
     }
#endif
  :: atomic { asked_service && !key_told_to_service[session] && live[session] && MAY(SESSION_CHECKED) -> EVENT(SESSION_CHECKED); key_told_to_service[session] = true }
  od
}

active proctype service() {
#ifndef RECORDED
  /* A request under the service's audience key is the terminal's own. */
  end: atomic { !calm && intruder_signs(SERVICE) -> forged = true; assert(!forged) }
#endif
  skip
}

/* The network loses what is on its way. */
active proctype intruder() {
  end: do
  /* (Where a run is recorded, an answer that is lost shows in nothing but the next sending.) */
  :: atomic { !calm && in_flight && counter < COUNTERS -> in_flight = false; waiting = false }
  :: atomic { !calm -> calm = true; lapsed = false }
  od
}

ltl granted_and_served_once_the_attack_ends { [] (calm -> <> done) }
