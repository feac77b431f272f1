// Notices of this browser, on and off. Only the browser can ask its owner and hold the subscription.
import { createElement as h, useEffect, useState } from "react";
import { word } from "$/public/texts.js";

const WORKER = "/push-worker.js";
// A scope of its own: the worker of the code page has the whole site.
const SCOPE = "/push/";
const SUBSCRIPTIONS = "/v1/me/push-subscriptions";

const possible = () => "serviceWorker" in navigator && "PushManager" in window && "Notification" in window;

async function current() {
  const found = await navigator.serviceWorker.getRegistration(SCOPE);
  return found ? found.pushManager.getSubscription() : null;
}

async function call(method, path, body) {
  const headers = { "idempotency-key": newKey(), ...(body && { "content-type": "application/json" }) };
  const answer = await fetch(path, { method, headers, body: body && JSON.stringify(body) });
  const said = answer.status === 204 ? null : await answer.json().catch(() => null);
  if (!answer.ok) throw new Error(said?.message?.[document.documentElement.lang] ?? word("frame.fault"));
  return said;
}

function newKey() {
  return Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, "0")).join("");
}

function bytes(text) {
  const plain = atob(text.replace(/-/g, "+").replace(/_/g, "/"));
  return Uint8Array.from(plain, (letter) => letter.charCodeAt(0));
}

function ready(registration) {
  const worker = registration.active ?? registration.waiting ?? registration.installing;
  if (worker.state === "activated") return Promise.resolve();
  return new Promise((done) => worker.addEventListener("statechange", () => worker.state === "activated" && done()));
}

async function turnOn(label) {
  if ((await Notification.requestPermission()) !== "granted") return "denied";
  const registration = await navigator.serviceWorker.register(WORKER, { scope: SCOPE });
  await ready(registration);
  const { key } = await call("GET", "/v1/push/key");
  const subscription = await registration.pushManager.subscribe({
    userVisibleOnly: true,
    applicationServerKey: bytes(key),
  });
  await call("POST", SUBSCRIPTIONS, shape(subscription, label));
  return "on";
}

async function turnOff(label) {
  const subscription = await current();
  if (subscription) {
    // Handing it in once more names it: the same one is the same contact.
    const contact = await call("POST", SUBSCRIPTIONS, shape(subscription, label));
    await call("DELETE", `/v1/me/contacts/${contact.id}`);
    await subscription.unsubscribe();
  }
  return "off";
}

function shape(subscription, label) {
  const { endpoint, keys } = subscription.toJSON();
  return { endpoint, p256dh: keys.p256dh, auth: keys.auth, label };
}

/** `label`: what this device is called. `onDone` is told when the notices were turned on or off. */
export function PushSwitch({ label, onDone }) {
  const [state, setState] = useState("");
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState("");
  useEffect(() => {
    if (!possible()) return setState("unable");
    if (Notification.permission === "denied") return setState("denied");
    current().then((found) => setState(found ? "on" : "off"), () => setState("unable"));
  }, []);
  const act = async () => {
    setBusy(true);
    setProblem("");
    try {
      setState(await (state === "on" ? turnOff(label) : turnOn(label)));
      onDone();
    } catch (error) {
      // A browser speaks English and of its own parts; the city's sentences are plain Errors.
      setProblem(error.constructor === Error ? error.message : word("preferences.push_failed"));
    }
    setBusy(false);
  };
  if (state === "unable" || state === "denied") return h("p", { className: "hint" }, word(`preferences.push_${state}`));
  return h(
    "div",
    null,
    h(
      "button",
      {
        type: "button", onClick: act, disabled: busy || !state,
        className: state === "on" ? "button button-quiet button-small" : "button button-small",
      },
      word(state === "on" ? "preferences.push_turn_off" : "preferences.push_turn_on"),
    ),
    h("p", { role: "status", className: "hint mt-2" }, state === "on" ? word("preferences.push_is_on") : ""),
    h("p", { role: "alert", className: "error" }, problem),
  );
}
