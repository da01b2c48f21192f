// node official.mjs FOLDER_WITH_NODE_MODULES: each line {"count", "texts"} is answered with the microseconds a text took
import { createRequire } from "node:module";
import path from "node:path";
import { createInterface } from "node:readline";

const twitter = createRequire(path.join(process.argv[2], "/"))("twitter-text");
const segmenter = new Intl.Segmenter("en", { granularity: "grapheme" });
const counts = {
  weighted: (text) => twitter.parseTweet(text).weightedLength,
  graphemes: (text) => [...segmenter.segment(text)].length,
};
for await (const line of createInterface({ input: process.stdin })) {
  const { count, texts } = JSON.parse(line);
  const began = process.hrtime.bigint();
  for (const text of texts) counts[count](text);
  console.log(Number(process.hrtime.bigint() - began) / 1000 / texts.length);
}
