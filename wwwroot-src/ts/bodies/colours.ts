import hljs from "highlight.js/lib/core";
import bash from "highlight.js/lib/languages/bash";
import c from "highlight.js/lib/languages/c";
import cpp from "highlight.js/lib/languages/cpp";
import csharp from "highlight.js/lib/languages/csharp";
import css from "highlight.js/lib/languages/css";
import dart from "highlight.js/lib/languages/dart";
import diff from "highlight.js/lib/languages/diff";
import dockerfile from "highlight.js/lib/languages/dockerfile";
import go from "highlight.js/lib/languages/go";
import ini from "highlight.js/lib/languages/ini";
import java from "highlight.js/lib/languages/java";
import javascript from "highlight.js/lib/languages/javascript";
import json from "highlight.js/lib/languages/json";
import kotlin from "highlight.js/lib/languages/kotlin";
import lua from "highlight.js/lib/languages/lua";
import makefile from "highlight.js/lib/languages/makefile";
import markdown from "highlight.js/lib/languages/markdown";
import php from "highlight.js/lib/languages/php";
import powershell from "highlight.js/lib/languages/powershell";
import python from "highlight.js/lib/languages/python";
import ruby from "highlight.js/lib/languages/ruby";
import rust from "highlight.js/lib/languages/rust";
import sql from "highlight.js/lib/languages/sql";
import swift from "highlight.js/lib/languages/swift";
import typescript from "highlight.js/lib/languages/typescript";
import xml from "highlight.js/lib/languages/xml";
import yaml from "highlight.js/lib/languages/yaml";

const languages = {
  bash, c, cpp, csharp, css, dart, diff, dockerfile, go, ini, java, javascript, json, kotlin, lua, makefile, markdown, php,
  powershell, python, ruby, rust, sql, swift, typescript, xml, yaml,
};
for (const [name, language] of Object.entries(languages)) hljs.registerLanguage(name, language);

/** Colours code in place, if its language is one of those above or another name of one. */
export function colour(code: HTMLElement, language: string): void {
  if (!hljs.getLanguage(language)) return;
  const coloured = document.createElement("template");
  coloured.innerHTML = hljs.highlight(code.textContent, { language, ignoreIllegals: true }).value;
  code.replaceChildren(spans(coloured.content));
}

/** Texts and spans with their classes and nothing else: what people wrote becomes markup by Markdown alone. */
function spans(from: Node): DocumentFragment {
  const to = document.createDocumentFragment();
  for (const node of from.childNodes) {
    if (node instanceof HTMLElement) {
      const span = document.createElement("span");
      span.className = node.className;
      span.append(spans(node));
      to.append(span);
    } else {
      to.append(node.textContent ?? "");
    }
  }
  return to;
}
