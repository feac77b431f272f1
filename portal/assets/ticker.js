// Asks the page to read anew every few seconds, while somebody looks at it.
import { useEffect } from "react";

export function Ticker({ seconds, onTick }) {
  useEffect(() => {
    const tick = () => document.visibilityState === "visible" && onTick();
    const timer = setInterval(tick, seconds * 1000);
    document.addEventListener("visibilitychange", tick);
    return () => {
      clearInterval(timer);
      document.removeEventListener("visibilitychange", tick);
    };
  }, [seconds]);
  return null;
}
