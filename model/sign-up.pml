/*
 * Sign-up after the login: delivery of an access key that counts only once it is confirmed (docs/protocol.md, "Sign-up",
 * steps 4 and 5, and `confirm` of "Sessions").
 *
 * The messages travel in a channel (channel.pml: each is decided once, a repeated one gets the same reply) that is bound to
 * the login (login.pml). Here a request or a reply may be lost for good, and the terminal may be killed between any two
 * steps: it keeps what is in its vault and its state file, and loses the channel. A rival terminal of the same account signs
 * up for the same slot meanwhile, and may stop half-way. Key 1 is that of the terminal which both want to overwrite.
 *
 * HASTY: a terminal confirms without having got the key: what a careless client, or a copied one, could do.
 */
/* Events. */
#define CHOOSE 1
#define KEY_ISSUED 2
#define KEY_TAKEN 3
#define KEY_WRITTEN 4
#define CONFIRM 5
#define ACTIVATED 6
#define CONFIRMED 7
#define KILLED 8
#define CONFIRM_IN_SESSION 9
#define REPLY_LOST 11
#include "common.pml"

#ifdef FULL
#define KILLS 3
#else
#define KILLS 2
#endif
/* One that is there, up to three for each life of the terminal, one for the rival. */
#define KEYS (3 * KILLS + 5)
#define NOBODY 0
#define US 1
#define RIVAL 2

mtype = { none, pending, live, ended };
mtype = { at_choose, wait_key, got_key, written, wait_confirm, wait_session, finished };

/* The server's store. */
mtype state_of[KEYS + 1];
byte holder = 1;
byte keys = 1;

/* The terminal: what survives, and where it is. */
byte vault = NOBODY;
byte signing_up = NOBODY;
byte account = NOBODY;
mtype at_step = at_choose;
byte key = NOBODY;
byte kills = 0;
byte refusals = 0;
bool done = false;

/* The exchange under way: asked, decided, answered (the key, or whether it is active). */
bool asked = false;
bool replied = false;
byte issued_here = NOBODY;
bool refused = false;
byte rivals_key = NOBODY;
byte rivals_vault = NOBODY;
bool rival_refused = false;

/* Requests of an earlier life of the terminal that are still on their way when it is killed. */
bool late_choose = false;
byte late_confirm = NOBODY;
byte late_key = NOBODY;
bool late_refused = false;

/* C3: confirmed delivery. Whatever key counts, its terminal holds it. */
#define held(k) ((k) == 1 || vault == (k) || rivals_vault == (k))

inline issue(k) {
  /* C3: each issue gives a new key; an earlier one of this slot that was never confirmed makes room. */
  byte i = 1;
  do
  :: i <= keys -> if :: state_of[i] == pending -> state_of[i] = ended :: else fi; i++
  :: else -> i = 0; break
  od;
  keys++; k = keys; state_of[k] = pending;
#ifdef BROKEN_PENDING_KEY_DISPLACES
  state_of[holder] = ended; holder = k; state_of[k] = live;
#endif
  assert(state_of[holder] == live && held(holder))
}

/* One transaction: this key counts from now on, the one before does not. */
inline activate(k, no) {
  if
  :: state_of[k] == pending -> state_of[holder] = ended; holder = k; state_of[k] = live
  :: state_of[k] == live
#ifdef BROKEN_CONFIRM_ONCE_ONLY
     -> no = true
#endif
  :: else -> no = true
  fi;
  /* Confirmed twice, it gets the same answer; only a key that something else replaced is refused. */
  assert(!(no) || state_of[k] == ended);
  assert(state_of[holder] == live && held(holder))
}

#ifdef BROKEN_PENDING_KEY_BLOCKS
#define may_issue (keys == 1 || state_of[keys] != pending)
#else
#define may_issue true
#endif
#ifdef BROKEN_CONFIRM_WITHOUT_PROOF
#define proves(k) true
#else
#define proves(k) (vault == (k) || key == (k))
#endif

#define asks_to_confirm (asked && !replied && (at_step == wait_confirm || at_step == wait_session) && proves(account))

/* What is asked once: a lost reply is asked for again in the same channel, and a lost request is sent again. */
inline ask(event, next) {
  EVENT(event); asked = true; replied = false; refused = false; at_step = next
}

init {
  atomic { state_of[1] = live; run terminal(); run server(); run rival(); run quiet() }
}

proctype terminal() {
  do
  :: atomic { at_step == at_choose && MAY(CHOOSE) -> issued_here = NOBODY; ask(CHOOSE, wait_key) }
  :: atomic { at_step == wait_key && replied && MAY(KEY_TAKEN) -> EVENT(KEY_TAKEN); key = issued_here; asked = false; at_step = got_key; signing_up = key }
#ifdef BROKEN_CONFIRM_BEFORE_WRITING
  :: atomic { at_step == got_key -> account = key; signing_up = NOBODY; ask(CONFIRM, wait_confirm) }
#else
  :: atomic { at_step == got_key && MAY(KEY_WRITTEN) -> EVENT(KEY_WRITTEN); vault = key; at_step = written }
#endif
  /* The state file says whose key it is; the two stores are written one after the other. */
  :: atomic { at_step == written && signing_up != NOBODY -> account = signing_up; signing_up = NOBODY }
  :: atomic { at_step == written && signing_up == NOBODY && issued_here != NOBODY && MAY(CONFIRM) -> ask(CONFIRM, wait_confirm) }
  :: atomic { (at_step == wait_confirm || at_step == wait_session) && replied && !refused && MAY(CONFIRMED) -> EVENT(CONFIRMED);
       at_step = finished; done = true;
       assert(vault == account);
       break
     }
  /* Something else took the slot meanwhile: the user is told, and signs up again. */
  :: atomic { (at_step == wait_confirm || at_step == wait_session) && replied && refused -> refusals++; assert(refusals <= 2 * KILLS + 1); asked = false; at_step = at_choose }
  /* Killed: the vault and the state file are there, and decide together where it goes on. */
  :: atomic { !calm && kills < KILLS && at_step != finished && MAY(KILLED) -> EVENT(KILLED);
       if
       :: true
       :: asked && !replied && at_step == wait_key && issued_here == NOBODY -> late_choose = true
       :: asked && !replied && (at_step == wait_confirm || at_step == wait_session) -> late_confirm = account
       fi;
       kills++; asked = false; replied = false; refused = false; key = NOBODY; issued_here = NOBODY;
       if
       :: signing_up != NOBODY && vault == signing_up -> account = signing_up
       :: else
       fi;
       signing_up = NOBODY;
       if
       :: account == NOBODY || vault != account -> at_step = at_choose
       :: account != NOBODY && vault == account -> at_step = written
       fi
     }
  /* Its channel is gone, its key is there: it confirms in a session channel, whose psk is the key. */
  :: atomic { at_step == written && signing_up == NOBODY && issued_here == NOBODY && MAY(CONFIRM_IN_SESSION) -> ask(CONFIRM_IN_SESSION, wait_session) }
  od;
end: skip
}

proctype server() {
  end: do
  :: atomic { asked && !replied && at_step == wait_key && issued_here == NOBODY && may_issue && MAY(KEY_ISSUED) -> EVENT(KEY_ISSUED); issue(issued_here); replied = true }
  :: atomic { asked && !replied && at_step == wait_key && issued_here != NOBODY -> replied = true }
#ifdef HASTY
  :: atomic { asked && at_step == wait_key && issued_here != NOBODY && proves(issued_here) -> activate(issued_here, refused) }
#endif
  :: atomic { asks_to_confirm && state_of[account] == pending && MAY(ACTIVATED) -> EVENT(ACTIVATED); activate(account, refused); replied = true }
  :: atomic { asks_to_confirm && state_of[account] != pending -> activate(account, refused); replied = true }
  :: atomic { late_choose && may_issue && MAY(KEY_ISSUED) -> EVENT(KEY_ISSUED); late_choose = false; issue(late_key); late_key = NOBODY }
  :: atomic { late_confirm != NOBODY && state_of[late_confirm] == pending && MAY(ACTIVATED) -> EVENT(ACTIVATED);
       activate(late_confirm, late_refused); late_confirm = NOBODY; late_refused = false
     }
  :: atomic { late_confirm != NOBODY && state_of[late_confirm] != pending -> activate(late_confirm, late_refused); late_confirm = NOBODY; late_refused = false }
  /* The network loses a reply; the terminal asks again. */
  :: atomic { !calm && asked && replied && MAY(REPLY_LOST) -> EVENT(REPLY_LOST); replied = false; refused = false }
  od
}

/* Another terminal of the account, honest but fickle. */
proctype rival() {
#ifndef RECORDED
  if
  :: atomic { may_issue -> issue(rivals_key) }
  :: true -> goto end
  fi;
  if
  :: atomic { rivals_vault = rivals_key }
  :: true -> goto end
  fi;
  if
  :: atomic { state_of[rivals_key] != ended -> activate(rivals_key, rival_refused) }
  :: true
  fi;
#endif
end: skip
}

proctype quiet() {
  atomic { !calm -> calm = true }
}

ltl signed_up_once_losses_end { [] (calm -> <> done) }
