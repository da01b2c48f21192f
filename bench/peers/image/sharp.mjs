// The same with sharp, decoded and scaled once: node sharp.mjs FILE OUT MAX_BYTES MAX_SIDE ROUNDS (from the folder of its node_modules)
import { readFileSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";

const sharp = createRequire(`${process.cwd()}/`)("sharp");
const [file, out, maxBytes, maxSide, rounds] = process.argv.slice(2);
const content = readFileSync(file);
sharp.cache(false);
const taken = [];
let best;
for (let round = 0; round < Number(rounds); round++) {
  const began = performance.now();
  const side = Number(maxSide);
  const { data, info } = await sharp(content)
    .rotate()
    .resize({ width: side, height: side, fit: "inside", withoutEnlargement: true })
    .flatten({ background: "#ffffff" })
    .raw()
    .toBuffer({ resolveWithObject: true });
  for (let quality = 95; quality > 5; quality -= 5) {
    const chromaSubsampling = quality >= 90 ? "4:4:4" : "4:2:0";
    best = await sharp(data, { raw: info }).jpeg({ quality, chromaSubsampling }).toBuffer();
    if (best.length <= Number(maxBytes)) break;
  }
  taken.push(performance.now() - began);
}
writeFileSync(out, best);
const peak = /VmHWM:\s+(\d+)/.exec(readFileSync("/proc/self/status", "utf8"));
console.log(JSON.stringify({ ms: taken, mib: Number(peak[1]) / 1024 }));
