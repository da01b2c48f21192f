// The same in JavaScript with gray-matter: node parse_all.mjs FOLDER (from the folder of its node_modules)
import { readdirSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";

const matter = createRequire(`${process.cwd()}/`)("gray-matter");
const known = new Set();
for (const name of readdirSync(process.argv[2], { recursive: true })) {
  if (name.endsWith(".md")) known.add(matter(readFileSync(path.join(process.argv[2], name), "utf8")).data.title);
}
console.log(known.size);
