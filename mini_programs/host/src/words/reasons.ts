/** Why a code was refused, for the one who shows it and for the one who checks it. */

import type { Words } from "./locale";

interface Refusal {
  readonly holder: Words;
  readonly venue: Words;
}

const REFUSALS: Readonly<Record<string, Refusal>> = {
  expired: {
    holder: { "zh-CN": "这张码过时了，已为您换新码。", en: "That code was out of date. Here is a new one." },
    venue: { "zh-CN": "这张码过时了，请对方刷新后再扫。", en: "This code is out of date. Ask for a fresh one." },
  },
  "not-yet-valid": {
    holder: { "zh-CN": "时间没有对上，请再扫一次。", en: "The times did not match. Please try again." },
    venue: { "zh-CN": "时间没有对上，请核对时间后再扫。", en: "The times do not match. Check the clock, then scan again." },
  },
  replayed: {
    holder: { "zh-CN": "这张码已经用过，已为您换新码。", en: "That code was already used. Here is a new one." },
    venue: { "zh-CN": "这张码已经用过，请对方出示新码。", en: "This code was already used. Ask for a new one." },
  },
  revoked: {
    holder: { "zh-CN": "您的城市码暂停使用，请联系服务窗口。", en: "Your city code is paused. Please ask at a service desk." },
    venue: { "zh-CN": "这张码暂停使用，请对方到服务窗口询问。", en: "This code is paused. Its holder can ask at a service desk." },
  },
  "not-valid": {
    holder: { "zh-CN": "没有认出这张码，请再扫一次。", en: "The code was not recognised. Please try again." },
    venue: { "zh-CN": "这不是有效的城市码。", en: "This is not a valid city code." },
  },
  "wrong-venue": {
    holder: { "zh-CN": "这张码不能在这里用。", en: "That code is for another place." },
    venue: { "zh-CN": "这张码是给别处用的。", en: "This code is for another place." },
  },
  "wrong-scene": {
    holder: { "zh-CN": "场景不对，请换成这里的场景。", en: "That was for another occasion. Please choose the right one." },
    venue: { "zh-CN": "场景不对，请对方换成“{scene}”。", en: "Wrong occasion. Ask for a code for “{scene}”." },
  },
  "reader-stale": {
    holder: { "zh-CN": "对方的设备需要更新，请稍等。", en: "Their reader needs an update. Please wait." },
    venue: { "zh-CN": "这台设备需要联网更新。", en: "This reader needs to go online and update." },
  },
  "reader-suspended": {
    holder: { "zh-CN": "对方的设备已停用，没有看到您的信息。", en: "Their reader is paused. It saw nothing about you." },
    venue: { "zh-CN": "这台设备已停用，请联系管理员。", en: "This reader is paused. Please ask its manager." },
  },
  "over-limit": {
    holder: { "zh-CN": "今天的次数用完了，请找工作人员。", en: "Today's passes are used up. Please ask the staff." },
    venue: { "zh-CN": "今天的次数用完了，请人工处理。", en: "Today's passes are used up. Please help in person." },
  },
};

/** All reasons that have words of their own. */
export const REASONS: readonly string[] = Object.keys(REFUSALS);

const UNKNOWN: Refusal = {
  holder: { "zh-CN": "这次没有通过，请再试一次。", en: "That did not work. Please try again." },
  venue: { "zh-CN": "这次没有通过，请再扫一次。", en: "That did not work. Please scan again." },
};

/** The sentence for `reason`; a reason newer than this page gets a general one. */
export function refusal(reason: string | null, reader: keyof Refusal): Words {
  return (REFUSALS[reason ?? ""] ?? UNKNOWN)[reader];
}
