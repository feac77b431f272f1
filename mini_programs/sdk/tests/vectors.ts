/** The golden vectors that Python wrote: both languages must agree on every one. */

export const VECTORS = await Bun.file(new URL("../vectors/carried-codes.json", import.meta.url)).json();
