/** Times as people in Langfang read them, whatever the phone's own zone is. */

import type { Locale } from "./locale";

function formatter(options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  return new Intl.DateTimeFormat("en-GB", { timeZone: "Asia/Shanghai", hourCycle: "h23", ...options });
}

const CLOCK = formatter({ hour: "2-digit", minute: "2-digit", second: "2-digit" });
const DAY = formatter({ year: "numeric", month: "numeric", day: "numeric", weekday: "short" });
const WEEKDAYS: Readonly<Record<string, string>> = {
  Mon: "周一",
  Tue: "周二",
  Wed: "周三",
  Thu: "周四",
  Fri: "周五",
  Sat: "周六",
  Sun: "周日",
};
const MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

/** Hours, minutes and seconds of an instant (milliseconds since 1970), as 14:03:27. */
export function clockTime(instant: number): string {
  return CLOCK.format(instant);
}

/** The day of an instant, as 11月25日 周三 or Wed 25 Nov. */
export function dayName(instant: number, locale: Locale): string {
  const parts = new Map(DAY.formatToParts(instant).map((part) => [part.type, part.value]));
  const [month, day, weekday] = [Number(parts.get("month")), parts.get("day")!, parts.get("weekday")!];
  return locale === "en" ? `${weekday} ${day} ${MONTHS[month - 1]}` : `${month}月${day}日 ${WEEKDAYS[weekday]}`;
}
