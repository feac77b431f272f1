// A file goes straight from the browser to the API, which is the one door for it; the page hears when it is in.
import { createElement as h, useEffect, useRef, useState } from "react";
import { word } from "$/public/texts.js";

const PIXELS_MAX = 2400;
const QUALITY = 0.85;
const JPEG = "image/jpeg";
const NAME_BYTES_MAX = 400;

// A phone's photo is larger than anybody needs to read it, and some are of a kind that no office takes.
async function shrink(file, accept, bytesMax) {
  const wanted = accept.includes(file.type);
  if (!file.type.startsWith("image/") || !accept.includes(JPEG) || (wanted && file.size <= bytesMax / 2)) return file;
  try {
    const picture = await createImageBitmap(file);
    const scale = Math.min(1, PIXELS_MAX / Math.max(picture.width, picture.height));
    const canvas = document.createElement("canvas");
    canvas.width = Math.round(picture.width * scale);
    canvas.height = Math.round(picture.height * scale);
    const pen = canvas.getContext("2d");
    // What is transparent in a PNG would turn black in a JPEG.
    pen.fillStyle = "white";
    pen.fillRect(0, 0, canvas.width, canvas.height);
    pen.drawImage(picture, 0, 0, canvas.width, canvas.height);
    picture.close();
    const blob = await new Promise((done) => canvas.toBlob(done, JPEG, QUALITY));
    if (!blob || (wanted && blob.size >= file.size)) return file;
    return new File([blob], file.name.replace(/\.\w+$/, "") + ".jpg", { type: JPEG });
  } catch {
    return file; // the API says what is wrong with it
  }
}

// `crypto.randomUUID` is missing on addresses without https, as in a village's own network.
function newKey() {
  return Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, "0")).join("");
}

// A long name keeps its end, and no half of a character is sent.
function headerName(name) {
  const letters = Array.from(name.toWellFormed?.() ?? name);
  while (encodeURIComponent(letters.join("")).length > NAME_BYTES_MAX) letters.shift();
  return encodeURIComponent(letters.join(""));
}

function send(path, file, key, onProgress) {
  return new Promise((done) => {
    const request = new XMLHttpRequest();
    request.open("POST", path);
    request.setRequestHeader("content-type", file.type || "application/octet-stream");
    request.setRequestHeader("x-file-name", headerName(file.name));
    request.setRequestHeader("idempotency-key", key);
    request.upload.onprogress = (event) => event.lengthComputable && onProgress(event.loaded / event.total);
    request.onerror = () => done({ problem: word("apply.upload_offline"), again: true });
    request.onload = () => done(request.status < 300 ? {} : { problem: explain(request), again: request.status >= 500 });
    request.send(file);
  });
}

function explain(request) {
  try {
    const { message } = JSON.parse(request.responseText);
    return message[document.documentElement.lang] ?? message["zh-CN"];
  } catch {
    return word("frame.fault");
  }
}

/** `accept`: media types, by commas. `onDone` is told when a file is in. */
export function Uploader({ path, name, label, accept, bytesMax, more, describedBy, invalid, onDone }) {
  const input = useRef(null);
  // The file on its way: { file, key, share, problem, again }.
  const [going, setGoing] = useState(null);
  const [said, setSaid] = useState("");
  const alive = useRef(true);
  useEffect(() => () => { alive.current = false; }, []);

  const carry = async (file, key) => {
    const tell = (more) => alive.current && setGoing({ file, key, share: 0, ...more });
    tell({});
    setSaid(word("apply.uploading"));
    const { problem = "", again = false } = await send(path, file, key, (share) => tell({ share }));
    if (!alive.current) return false;
    setGoing(problem ? { file, key, problem, again } : null);
    setSaid(problem ? "" : word("apply.uploaded"));
    if (!problem) onDone();
    return !problem;
  };
  const choose = async (event) => {
    const chosen = Array.from(event.target.files);
    event.target.value = "";
    for (const file of chosen) {
      if (!(await carry(await shrink(file, accept.split(","), bytesMax), newKey()))) return;
    }
  };
  const busy = Boolean(going && !going.problem);
  const pictures = accept.includes("image/") && (accept.includes("pdf") ? "apply.upload_any" : "apply.upload_photo");
  const text = more ? "apply.upload_more" : pictures || "apply.upload_file";
  return h(
    "div",
    { className: "mt-3" },
    h(
      "label",
      { className: "button button-quiet w-full uploader", "aria-disabled": busy || undefined },
      h("input", {
        ref: input, type: "file", multiple: true, id: `file-${name}`, accept, onChange: choose, disabled: busy,
        className: "unseen", "aria-label": `${word(text)} ${label}`, "aria-describedby": describedBy,
        "aria-invalid": invalid || undefined,
      }),
      h("span", { "aria-hidden": "true" }, word(text)),
    ),
    busy && h("p", { className: "hint mt-2" }, going.file.name),
    busy && h("progress", { max: 1, value: going.share, "aria-label": going.file.name, className: "progress" }),
    h("p", { role: "status", className: busy ? "hint" : "unseen" }, said),
    h("p", { role: "alert", className: "error" }, going?.problem ?? ""),
    going?.again &&
      h("button", { type: "button", className: "link", onClick: () => carry(going.file, going.key) }, word("frame.retry")),
  );
}
