// node oracle.mjs FOLDER_WITH_NODE_MODULES COMMAND < JSON lines > JSON lines
import { createRequire } from 'node:module';
import path from 'node:path';
import { createInterface } from 'node:readline';

const require = createRequire(path.join(process.argv[2], '/'));
const twitter = require('twitter-text');
const segmenter = new Intl.Segmenter('en', { granularity: 'grapheme' });
const graphemes = (text) => [...segmenter.segment(text)].length;

// twitter-text's own conversion takes a URL's end for its start and its code units.
function inCharacters(text, found) {
  const at = (index) => [...text.slice(0, index)].length;
  return found.map((entity) => ({ ...entity, indices: entity.indices.map(at) }));
}

function parse(text) {
  return {
    weighted: twitter.parseTweet(text).weightedLength,
    urls: inCharacters(text, twitter.extractUrlsWithIndices(text)),
    entities: inCharacters(text, twitter.extractEntitiesWithIndices(text)),
    graphemes: graphemes(text),
    // Characters that are newer than this node's Unicode.
    unassigned: /(?!\p{Noncharacter_Code_Point})\p{Cn}/u.test(text),
  };
}

// The median of several rounds, in microseconds a text.
function bench(texts) {
  const timed = (count) => {
    const rounds = [];
    for (let round = 0; round < 15; round++) {
      const start = process.hrtime.bigint();
      for (const text of texts) count(text);
      rounds.push(Number(process.hrtime.bigint() - start) / 1000 / texts.length);
    }
    return rounds.sort((a, b) => a - b)[7];
  };
  return { weighted: timed((text) => twitter.parseTweet(text).weightedLength), graphemes: timed(graphemes) };
}

function address(text) {
  try {
    return new URL(text).href;
  } catch {
    return null;
  }
}


const versions = () => ({ node: process.versions.node, unicode: process.versions.unicode });
const run = { parse, bench, address, versions }[process.argv[3]];
for await (const line of createInterface({ input: process.stdin })) {
  process.stdout.write(JSON.stringify(run(JSON.parse(line))) + '\n');
}
