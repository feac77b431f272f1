/** The number that a holder reads out where no camera works: twenty digits, the last of which checks the others. */

const DIGITS = /^[0-9]{20}$/;

/** The digits of a number as people type it, with spaces or hyphens; null when one is missing, wrong or swapped. */
export function readSpoken(typed: string): string | null {
  const digits = typed.normalize("NFKC").replace(/[\s\-–—]/g, "");
  return DIGITS.test(digits) && isChecked(digits) ? digits : null;
}

/** ISO 7064, MOD 11,10. */
function isChecked(digits: string): boolean {
  let check = 5;
  for (const digit of digits) check = ((((check || 10) * 2) % 11) + Number(digit)) % 10;
  return check === 1;
}
