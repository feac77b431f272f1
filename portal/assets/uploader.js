// A file goes straight from the browser to the API, which is the one door for it; the page hears when it is in.
import { createElement as h, useRef, useState } from "react";
import { word } from "$/public/texts.js";

const PIXELS_MAX = 2400;
const QUALITY = 0.85;

// A phone's photo is larger than anybody needs to read it; a smaller one is in sooner.
async function shrink(file, bytesMax) {
  if (file.size <= bytesMax / 2 || !file.type.startsWith("image/")) return file;
  try {
    const picture = await createImageBitmap(file);
    const scale = Math.min(1, PIXELS_MAX / Math.max(picture.width, picture.height));
    const canvas = document.createElement("canvas");
    canvas.width = Math.round(picture.width * scale);
    canvas.height = Math.round(picture.height * scale);
    canvas.getContext("2d").drawImage(picture, 0, 0, canvas.width, canvas.height);
    const blob = await new Promise((done) => canvas.toBlob(done, "image/jpeg", QUALITY));
    return blob && blob.size < file.size ? new File([blob], file.name.replace(/\.\w+$/, ".jpg"), { type: blob.type }) : file;
  } catch {
    return file;
  }
}

function send(path, file, onProgress) {
  return new Promise((done) => {
    const request = new XMLHttpRequest();
    request.open("POST", path);
    request.setRequestHeader("content-type", file.type || "application/octet-stream");
    request.setRequestHeader("x-file-name", encodeURIComponent(file.name).slice(-400));
    request.setRequestHeader("idempotency-key", crypto.randomUUID());
    request.upload.onprogress = (event) => event.lengthComputable && onProgress(event.loaded / event.total);
    request.onerror = () => done(word("apply.upload_offline"));
    request.onload = () => {
      if (request.status < 300) return done("");
      try {
        const message = JSON.parse(request.responseText).message;
        done(message[document.documentElement.lang] ?? message["zh-CN"]);
      } catch {
        done(word("frame.fault"));
      }
    };
    request.send(file);
  });
}

export function Uploader({ path, name, label, accept, bytesMax, onDone }) {
  const input = useRef(null);
  const [progress, setProgress] = useState(-1);
  const [problem, setProblem] = useState("");
  const choose = async (event) => {
    const file = event.target.files[0];
    if (!file) return;
    setProblem("");
    setProgress(0);
    const failed = await send(path, await shrink(file, bytesMax), setProgress);
    setProgress(-1);
    setProblem(failed);
    if (input.current) input.current.value = "";
    if (!failed) onDone();
  };
  const busy = progress >= 0;
  return h(
    "div",
    { className: "mt-2" },
    h("input", {
      ref: input, type: "file", id: `file-${name}`, accept, onChange: choose, disabled: busy, className: "input file",
      "aria-label": label, "aria-describedby": `file-${name}-said`,
    }),
    busy && h("progress", { max: 1, value: progress, "aria-label": word("apply.uploading"), className: "w-full mt-2" }),
    h("p", { id: `file-${name}-said`, role: "status", className: "hint" }, busy ? word("apply.uploading") : ""),
    h("p", { role: "alert", className: "error" }, problem),
  );
}
