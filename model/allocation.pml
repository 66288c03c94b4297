/*
 * The walk to the authentication server (docs/protocol.md, "Allocation"), on both routes, with a stored server and a table
 * that changes meanwhile.
 *
 * The intruder owns the network, is the service server of the service-walked route, asks the allocation servers whatever it
 * likes, and holds the signing key of another maker's second allocation server (OTHERS), which the first one rightly names for
 * that maker. The terminal walks up to WALKS times, each with a fresh nonce of its number; nonce 0 is the intruder's.
 *
 * A table's version is also where the authentication server is: with version 2 it has moved and version 1's is gone.
 */
/* Events. */
#define STORED_TRIED 1
#define FIRST_ASKED 2
#define FIRST_SIGNED 3
#define SECOND_SIGNED 4
#define REACHED 5
#define WALKED_BY_SERVICE 6
#define CHAIN_TAKEN 7
#define WALK 8
#define NEW_TABLE 9
#define FIRST_TAKEN 10
#define SECOND_TAKEN 11
#include "common.pml"

#ifdef FULL
#define WALKS 4
#else
#define WALKS 3
#endif

/* Whom a document names. */
#define NOBODY 0
#define SECOND 1
#define OTHERS 2
/* Where a second answer leads: to the terminal's own server, or to another device's. */
#define OWN 0
#define ANOTHER 1

mtype = { storing, ready, asking_first, first_signed, asking_second, second_signed, chained, reached };

byte table = 1;
/* A process of the second server that has not read the newest table yet. */
#define current(v) ((v) == table || (v) < table && !calm && walk < WALKS)
#define signed_for(n, v) (((n) == walk || (n) == 0) && current(v) || (n) < walk && (v) <= table_in[n])

/* What an answer says: for which nonce, whether it shows the binding of that nonce's sealed part, whose device, version. */
byte nonce, binding, device, version;
/* The table when each walk ended: nothing newer was ever signed for its nonce. */
byte table_in[WALKS + 1];

/* The terminal. */
byte walk = 0;
mtype step = storing;
bool service_walks = false;
byte link = NOBODY;
byte seen = 1;
byte goal = 1;
bool done = false;
bool intruder_signed = false;

/* What it found does not lead there; or, as long as the attack lasts, anything that looks like a failure. */
#define may_walk_again (walk < WALKS && (step == chained && goal != table || step == second_signed && !version_fits(version) || step != reached && !calm && walk < WALKS - 1))
#ifdef BROKEN_ANSWER_WITHOUT_NONCE
#define nonce_fits(n) true
#else
#define nonce_fits(n) ((n) == walk)
#endif
#ifdef BROKEN_NO_VERSION_MEMORY
#define version_fits(v) true
#else
#define version_fits(v) ((v) >= seen)
#endif
#ifdef BROKEN_NO_SCOPE_CHECK
#define scope_fits(l) true
#else
#define scope_fits(l) ((l) == SECOND)
#endif
#ifdef BROKEN_LINK_SIGNED_BY_ANYBODY
#define signer_fits true
#else
#define signer_fits (link == OTHERS)
#endif
#ifdef BROKEN_SECOND_PART_NOT_BOUND
#define binding_fits(b) true
#else
#define binding_fits(b) ((b) == 1)
#endif

/* The intruder asked for answers under any nonce that it knows, and kept all of them. */
inline any_nonce() {
  nonce = walk;
  do
  :: !calm && nonce > 0 -> nonce--
  :: break
  od
}

inline any_answer() {
  any_nonce();
  if
  /* The terminal's sealed part opens with its own nonce alone, and is of its own device. */
  :: nonce > 0 -> binding = 1
  :: !calm
  :: !calm -> device = ANOTHER
  fi;
  if
  :: signed_for(nonce, 1) -> version = 1
  :: signed_for(nonce, 2) -> version = 2
  fi
}

/* Takes the second server's answer as the end of the chain. */
inline take() {
  /* Agreement: made for this walk, never for an earlier one; for this device; and versions never go back. */
  assert(nonce == walk);
  assert(device == OWN);
  assert(version >= seen);
  seen = version; goal = version; step = chained
}

inline forget() {
  nonce = 0; binding = 0; device = 0; version = 0
}

active proctype terminal() {
  do
  /* A4: straight to the stored server; whatever fails leads to a walk. */
  :: atomic { step == storing && MAY(STORED_TRIED) -> EVENT(STORED_TRIED); step = chained }
  :: atomic { may_walk_again && MAY(WALK) -> EVENT(WALK);
       table_in[walk] = table;
       walk++; link = NOBODY; forget(); step = ready
     }
  /* A1: the walk's own questions, in channels that the asked server alone can answer. */
  :: atomic { step == ready && MAY(FIRST_ASKED) -> EVENT(FIRST_ASKED); service_walks = false; step = asking_first }
  :: atomic { step == asking_first && !service_walks && MAY(FIRST_SIGNED) -> EVENT(FIRST_SIGNED); step = first_signed }
  :: atomic { step == first_signed && MAY(FIRST_TAKEN) -> EVENT(FIRST_TAKEN); link = SECOND; step = asking_second }
  :: atomic {
       if
       :: step == asking_second && !service_walks && current(1) && MAY(SECOND_SIGNED) -> version = 1
       :: step == asking_second && !service_walks && current(2) && MAY(SECOND_SIGNED) -> version = 2
       fi;
       EVENT(SECOND_SIGNED); step = second_signed
     }
  :: atomic { step == second_signed && version_fits(version) && MAY(SECOND_TAKEN) -> EVENT(SECOND_TAKEN); nonce = walk; device = OWN; take(); forget() }
  /* A2: the service, or whoever answers in its place, hands over documents, and each is checked. */
  :: atomic { step == ready && MAY(WALKED_BY_SERVICE) -> EVENT(WALKED_BY_SERVICE); service_walks = true; step = asking_first }
  :: atomic { step == asking_first && service_walks ->
       any_nonce();
       if
       :: nonce_fits(nonce) -> link = SECOND; step = asking_second
       :: !calm && nonce_fits(nonce) && scope_fits(OTHERS) -> link = OTHERS; step = asking_second;
          /* The intruder would sign what it likes from here on. */
          assert(link == SECOND)
       :: else
       fi;
       forget()
     }
  :: atomic { step == asking_second && service_walks && link == SECOND && MAY(CHAIN_TAKEN) ->
       any_answer();
       if
       :: nonce_fits(nonce) && binding_fits(binding) && version_fits(version) -> EVENT(CHAIN_TAKEN); take()
       :: else
       fi;
       forget()
     }
  /* What the intruder signs with the other maker's key names a server of its own. */
  :: atomic { step == asking_second && service_walks && signer_fits && !calm -> intruder_signed = true; assert(!intruder_signed) }
  :: atomic { step == chained && goal == table && MAY(REACHED) -> EVENT(REACHED); step = reached; done = true; break }
  od;
end: skip
}

active proctype operator() {
end: atomic { !calm && table == 1 && MAY(NEW_TABLE) -> EVENT(NEW_TABLE); table = 2 }
}

active proctype quiet() {
  atomic { !calm -> calm = true }
}

ltl reached_once_the_attack_ends { [] (calm -> <> done) }
