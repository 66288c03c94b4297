/*
 * What all models share. A model is a set of parties that take steps of their own, and of an intruder that owns the
 * network: it keeps what was ever sent, and gives any of it, or anything that it can build itself, to anybody, at any time,
 * as often as it likes, or loses it. Keys, nonces and sealed messages are small numbers: whoever does not hold the key of a
 * sealed message has no step that reads or makes one.
 *
 * calm: from here on the network loses and repeats nothing. It may come at any moment, or never, so
 * `calm leads to done` says that from every state that any attack leads to, the honest parties get through.
 */
bool calm = false;

/*
 * A step of an honest party that can be seen from outside is an EVENT. In a verification it is free to happen; while recorded
 * runs are replayed (RECORDED), one of them is chosen, and only its next event may happen. A run whose events can all happen,
 * one after the other, is a behaviour of the model. Recorded runs bring a network that loses, and nobody who attacks.
 */
#ifdef RECORDED
short at = 0;
short until = 0;
#include "recorded.pml"
#define MAY(event) (at < until && recorded[at] == (event))
#define EVENT(event) at++
#else
#define MAY(event) true
#define EVENT(event) skip
#endif
