/** What phones and readers of a city need to make and to check carried codes. */

export * as base45 from "./base45";
export * from "./bytes";
export * from "./carried_codes";
export * from "./p256";
export * from "./signing";
