/** What phones and readers of a city need to make and to check carried codes. */

export * as base45 from "./base45";
export { decodeBase64url, encodeBase64url, join, same, utf8, type Bytes } from "./bytes";
export * from "./carried_codes";
export * from "./chains";
export * from "./checking";
export { mayBeKey } from "./ed25519";
export { readJws, type KeyOf } from "./jws";
export * from "./lists";
export * from "./live_codes";
export { compress, decompress, hasLowerS, lowerS } from "./p256";
export { type Shaped } from "./shapes";
export { isIssued, isShown } from "./signatures";
export * from "./signing";
export { readSpoken } from "./spoken_numbers";
export * from "./status_lists";
export { placeOf, shardKey, shardOf } from "./statuses";
export * from "./uses";
export * from "./verdicts";
