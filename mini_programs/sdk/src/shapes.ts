/** What JSON must look like before we believe its type; members that nobody asked for are let be. */

/** Whether a value has the shape of a T. */
export type Shape<T> = (value: unknown) => value is T;

/** The type that a shape stands for. */
export type Shaped<S> = S extends Shape<infer T> ? T : never;

type Shapes = Readonly<Record<string, Shape<unknown>>>;

export const boolean: Shape<boolean> = (value) => typeof value === "boolean";

/** A string, that fits `pattern` when there is one. */
export function text(pattern = /^/): Shape<string> {
  return (value): value is string => typeof value === "string" && pattern.test(value);
}

/** A whole number from `least` to `most`. */
export function integer(least: number, most: number): Shape<number> {
  return (value): value is number => Number.isSafeInteger(value) && Number(value) >= least && Number(value) <= most;
}

/** One of `values`. */
export function literal<const T extends string>(...values: readonly T[]): Shape<T> {
  return (value): value is T => values.includes(value as T);
}

export function either<A, B>(one: Shape<A>, other: Shape<B>): Shape<A | B> {
  return (value): value is A | B => one(value) || other(value);
}

/** That shape, or null, or nothing at all. */
export function optional<T>(shape: Shape<T>): Shape<T | null | undefined> {
  return (value): value is T | null | undefined => value === null || value === undefined || shape(value);
}

export function array<T>(shape: Shape<T>): Shape<readonly T[]> {
  return (value): value is readonly T[] => Array.isArray(value) && value.every(shape);
}

/** An object with any keys. */
export function record<T>(shape: Shape<T>): Shape<Readonly<Record<string, T>>> {
  return (value): value is Readonly<Record<string, T>> => isObject(value) && Object.values(value).every(shape);
}

/** An object with these members. */
export function object<S extends Shapes>(shapes: S): Shape<{ readonly [K in keyof S]: Shaped<S[K]> }> {
  const members = Object.entries(shapes);
  return (value): value is { readonly [K in keyof S]: Shaped<S[K]> } =>
    isObject(value) && members.every(([name, shape]) => shape(value[name]));
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
