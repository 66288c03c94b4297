/*
 * The numbered messages of one channel (docs/protocol.md, "Channels"), between handshake and end.
 *
 * Taken from the published proofs of the Noise patterns: nobody but the two ends can make a message that opens. So a message
 * is its counter and which bytes it is (0 or 1); the intruder loses, keeps and repeats what it saw. Two processes of the
 * server share one store: each looks at what it remembers or at the row first, and at the row inside its transaction.
 *
 * With COPY there is somebody else with the terminal's keys who sends other bytes at the counters (a copied machine).
 */
/* Events. */
#define SEND_NEW(c) (c)
#define SEND_SAME(c) (20 + c)
#define DECIDE(c) (40 + c)
#define REPEAT(c) (60 + c)
#define TAKE(c) (80 + c)
#define LOSE_REQUEST 100
#define LOSE_REPLY 101
/* What no honest party does: other bytes at a counter, another answer to the same bytes. */
#define SEND_OTHER(c) (120 + c)
#define ANSWER_OTHERWISE(c) (140 + c)
#include "common.pml"

#ifndef MESSAGES
#ifdef COPY
#define MESSAGES 2
#else
#ifdef FULL
#define MESSAGES 4
#else
#define MESSAGES 3
#endif
#endif
#endif
#define NONE 255

/* On the wire: counter * 2 + bytes. */
byte request = NONE;
byte reply = NONE;
bool request_known[2 * MESSAGES];
bool reply_known[MESSAGES];

/* The server's store: its row of this channel, and what must stay small. */
byte row_counter = NONE;
byte row_bytes = 0;
byte decided[MESSAGES];
bool cookie_good = true;

/* The terminal. */
byte counter = 0;
bool sealed[2 * MESSAGES];
bool done = false;
byte working = 0;

#ifdef BROKEN_OTHER_BYTES_AT_A_USED_COUNTER
#define is_next(m) ((m) / 2 == row_counter || (m) / 2 == row_counter + 1)
#else
#define is_next(m) ((m) / 2 == row_counter + 1)
#endif
#ifdef BROKEN_NO_SECOND_LOOK
#define may_decide(m) true
#else
#define may_decide(m) ((row_counter == NONE && (m) / 2 == 0) || (row_counter != NONE && is_next(m) && !row_fits(m)))
#endif
#ifdef BROKEN_COOKIE_OUTLIVES_CHANNEL
#define may_forget (done && working == 0)
#else
#define may_forget (done && working == 0 && !cookie_good)
#endif

#define row_fits(m) (row_counter == (m) / 2 && row_bytes == (m) % 2)

inline put(m) {
  /* One key, one nonce, one plaintext. */
  assert(!sealed[(m) ^ 1]);
  sealed[m] = true;
  request_known[m] = true;
  request = m
}

active proctype terminal() {
  byte bytes = 0;
  do
  :: atomic { counter == MESSAGES -> done = true; break }
  :: atomic { counter < MESSAGES && !sealed[counter * 2] && MAY(SEND_NEW(counter)) -> EVENT(SEND_NEW(counter)); bytes = 0; put(counter * 2) }
  :: atomic { counter < MESSAGES && sealed[counter * 2] && request == NONE && reply == NONE && (!calm || working == 0) && MAY(SEND_SAME(counter)) ->
       EVENT(SEND_SAME(counter));
#ifdef BROKEN_TERMINAL_SEALS_AGAIN
       bytes = 1;
#endif
       put(counter * 2 + bytes)
     }
  :: atomic { reply != NONE && reply == counter && MAY(TAKE(counter)) -> EVENT(TAKE(counter)); reply = NONE; counter++; }
  :: atomic { reply != NONE && reply != counter -> reply = NONE }
  od;
end: skip
}

inline answer(m) {
  reply = (m) / 2;
  reply_known[(m) / 2] = true
}

inline repeat_reply() {
#ifndef BROKEN_NO_STORED_REPLY
  MAY(REPEAT(m / 2)) -> EVENT(REPEAT(m / 2)); answer(m);
#endif
  m = NONE
}

active [2] proctype server() {
  byte m = NONE;
  byte recalls = NONE;
  end: do
  :: atomic { request != NONE -> m = request; request = NONE; working++ };
     /* The first look spares the second one nothing but work. */
     atomic {
       if
       /* A fresh cookie, or what this process remembers, says that the message comes next. */
       :: (m / 2 == 0 && cookie_good) || (recalls != NONE && m / 2 == recalls + 1)
       :: else ->
          if
          :: row_counter != NONE && row_fits(m) -> repeat_reply()
          :: row_counter != NONE && !row_fits(m) && !is_next(m) -> m = NONE
          :: row_counter == NONE -> m = NONE
          :: else
          fi
       fi
     };
     /* The transaction. */
     atomic {
       if
       :: m == NONE
       :: m != NONE && may_decide(m) && MAY(DECIDE(m / 2)) ->
          EVENT(DECIDE(m / 2));
          row_counter = m / 2; row_bytes = m % 2; recalls = m / 2;
          decided[m / 2]++;
          /* Each message has one effect and one reply, so no key and nonce seal two replies. */
          assert(decided[m / 2] == 1);
          answer(m)
       :: m != NONE && !may_decide(m) && row_counter != NONE && row_fits(m) -> repeat_reply()
       :: m != NONE && !may_decide(m) && !(row_counter != NONE && row_fits(m))
       fi;
       m = NONE; working--
     }
  od
}

/* The network: it loses, repeats and reorders; time passes in it. */
active proctype intruder() {
  byte i;
  end: do
  :: atomic { !calm && request != NONE && MAY(LOSE_REQUEST) -> EVENT(LOSE_REQUEST); request = NONE }
  :: atomic { !calm && reply != NONE && MAY(LOSE_REPLY) -> EVENT(LOSE_REPLY); reply = NONE }
#ifndef RECORDED
  :: atomic { !calm && request == NONE -> select(i : 0 .. 2 * MESSAGES - 1); if :: request_known[i] -> request = i :: else fi; i = 0 }
  :: atomic { !calm && reply == NONE -> select(i : 0 .. MESSAGES - 1); if :: reply_known[i] -> reply = i :: else fi; i = 0 }
#ifdef COPY
  :: atomic { !calm && request == NONE && counter < MESSAGES -> request = counter * 2 + 1; request_known[request] = true }
#endif
  /* A cookie opens the channel for a minute, a channel is forgotten after ten: no request is worked on for nine minutes. */
  :: atomic { cookie_good && row_counter != NONE -> cookie_good = false }
  :: atomic { row_counter != NONE && may_forget -> row_counter = NONE }
  :: atomic { !calm -> calm = true }
#endif
  od
}

ltl every_loss_is_made_up_for { [] (calm -> <> done) }
