/** Ed25519 in script, for browsers that lack it: a file of its own, which the others never fetch. */

export { verifyAsync } from "@noble/ed25519";
