// Shows what a push says and opens its page. The city sends nothing sensitive: a locked screen shows it to all.
const ICON = "/icon.svg";
const FALLBACK = "您有一条新消息 · You have a new message";
const SUBSCRIPTIONS = "/v1/me/push-subscriptions";

self.addEventListener("install", () => self.skipWaiting());
self.addEventListener("activate", (event) => event.waitUntil(self.clients.claim()));

function read(event) {
  try {
    return event.data.json() ?? {};
  } catch {
    return {};
  }
}

/** A page of this site, or the inbox. */
function ownPage(url) {
  try {
    const address = new URL(url ?? "/messages", self.location.origin);
    if (address.origin === self.location.origin) return address.href;
  } catch {
    // A sender's mistake leads to the inbox as well.
  }
  return new URL("/messages", self.location.origin).href;
}

self.addEventListener("push", (event) => {
  const { id, title, body, lang, url } = read(event);
  const shown = self.registration.showNotification(title || FALLBACK, {
    body,
    lang,
    icon: ICON,
    badge: ICON,
    tag: id ?? "yima",
    data: { url: ownPage(url) },
  });
  event.waitUntil(shown);
});

self.addEventListener("notificationclick", (event) => {
  event.notification.close();
  event.waitUntil(open(event.notification.data?.url ?? ownPage()));
});

async function open(url) {
  const pages = await self.clients.matchAll({ type: "window", includeUncontrolled: true });
  const there = pages.find((page) => page.url === url);
  return there ? there.focus() : self.clients.openWindow(url);
}

// Browsers change a subscription now and then; the city must learn the new one, with nobody looking.
self.addEventListener("pushsubscriptionchange", (event) => {
  const renew = async () => {
    const options = event.oldSubscription?.options;
    const fresh = event.newSubscription ?? (options && (await self.registration.pushManager.subscribe(options)));
    if (!fresh) return;
    const { endpoint, keys } = fresh.toJSON();
    const body = JSON.stringify({ endpoint, p256dh: keys.p256dh, auth: keys.auth });
    const headers = { "content-type": "application/json", "idempotency-key": crypto.randomUUID() };
    await fetch(SUBSCRIPTIONS, { method: "POST", headers, body });
  };
  event.waitUntil(renew());
});
