// The project is written in plain, standard technical English. Each entry is a phrasing that is not, and what to write
// instead. A pattern matches only prose (see prose.mjs); a space in it also matches a line break. `finds` are phrases
// that it must find, and `leaves` are correct uses that it must not find. Keep the patterns exact: an entry that
// reports a correct use is worse than none.

/** Files that are read: source, pages and configuration. */
export const READ =
  /\.(tsx?|mts|mjs|js|py|wgsl|md|ya?ml|html|css|env)$|(^|\/)(Dockerfile|\.env\.example)$|^\.ci\//;

/** Files that are not checked: third-party text, text for a model, generated files, and this list with its test. */
export const EXCLUDED =
  /^(policies\/library|training\/data|training\/eval|tests\/fixtures|service\/storage\/migrations)\/|^packages\/client\/src\/api\.ts$|^scripts\/words\/phrasings\.mjs$|^tests\/unit\/toolchain\/words\.test\.ts$/;

const ARCHAIC = "is archaic or literary.";
const SUBJECT =
  "that|which|it|who|whoever|nothing|nobody|none|one|server|servers?'s|service|engine|hub|receiver|model|gateway|route|endpoint|api|process|store|redis|postgresql|database|instance|device|child|client|proxy|worker|start|socket|upstream|replica|peer|parent|host|address|port|health|probe|policy|request|get|post|delete|put|head|schema|tokenizer|command|function";

/** {pattern, instead, why, finds, leaves} */
export const PHRASINGS = [
  {
    pattern: whereOfCondition(),
    instead: "`if` or `when`; `where` is for places",
    why: "`where` names a place. A condition is `if`, an occasion is `when`.",
    finds: [
      "null where the policy has none",
      "Where there is no GPU, the CPU computes.",
      "Throws CliError where it is not UTF-8.",
      "one batch, where the device allows it",
      "only where something is broken",
    ],
    leaves: [
      "It says where the verdict comes from.",
      "where to write; must not exist",
      "the place where the key is kept",
      "Where the model runs: cuda or cpu.",
      "The cursor is where to go on.",
      "It resumes where it stopped.",
      "shows where.",
      "This is a hole, where can I report it?",
    ],
  },
  {
    pattern: new RegExp(
      `\\b(?:${SUBJECT}|[a-z]+ed|\\d+|[a-z]+\`) answers\\b(?! (?:are|were|have|come|mean|of|may|must|can|to)\\b)|\\banswers (?:with|at once|once|nothing|no longer|HTTP|null|true|false|only|so|slowly|late|late|again|before|after|within|every|each|them|him|it|\\d{3})\\b|(?<=[\\0.] )answers (?:an?|the|how|whether|with|several|what|its|to)\\b|(?:takes|accepts|reads|settles|waits) and answers\\b`,
      "i",
    ),
    instead: "`returns` or `responds with`",
    why: "A function returns, a server responds; people answer questions.",
    finds: ["a server that answers 503", "the hub answers with an error", "an engine that answers at once"],
    leaves: ["the answers of the model", "complete answers leave", "sends answers to requests"],
  },
  {
    pattern: /\banswer(?:s|ed)? (?:with )?(?:\d{3}\b|HTTP\b|4xx|5xx)|\bis answered (?:with|by|in|at)\b/i,
    instead: "`returns`, `responds with`",
    why: "A server responds with a status.",
    finds: ["answered with 503", "is answered by a 404"],
    leaves: ["an answered question"],
  },
  {
    pattern:
      /(?<!\b(?:leaves?|leaving|left|falls?|fell|fallen|falling|lags?|lagging|runs?|far|reasons?|ideas?|is|are|was) (?:\w+ )?)\bbehind\b(?! (?:\w+[ -]){0,4}(?:proxy|proxies|balancers?|gateways?|URLs?|address|addresses|firewall|TLS|nginx|ingress|router|routers|LiteLLM|Envoy|interface|engine|flag|NAT|VPN|name|host|server|servers|\0+|`))/i,
    instead: "`after` (order), `for` or `of` (what an address leads to)",
    why: "`behind` is for positions in space and for what a proxy hides.",
    finds: ["forced tokens behind them", "8,192 tokens behind the policy"],
    leaves: [
      "the servers behind a load balancer",
      "it falls behind",
      "behind a reverse proxy",
      "leaves it behind",
    ],
  },
  {
    pattern: /\bgraphics devices?\b/i,
    instead: "`GPU`",
    why: "The field's term.",
    finds: ["A graphics device computes."],
    leaves: ["the GPU computes"],
  },
  {
    pattern: /\bnot told\b(?! to\b)/i,
    instead: "`unknown`, `not reported`, `not given`",
    why: "Nobody tells a program; a value is unknown.",
    finds: ["reason not told"],
    leaves: ["unless not told to stop"],
  },
  {
    pattern: /\bthere (?:is|are|was|were) no such\b/i,
    instead: "`unknown …`, `… does not exist`",
    why: "Name what does not exist.",
    finds: ["There is no such verdict."],
    leaves: ["The verdict does not exist."],
  },
  {
    pattern: /\bnot one of ours\b/i,
    instead: "`invalid`, and how a valid one is made",
    why: "A reader does not know what is ours.",
    finds: ["the cursor is not one of ours"],
    leaves: ["one of our own tests"],
  },
  {
    pattern: /\bas (?:many|much)(?: [^.,;:\0]{1,60})? as there (?:are|is|may be|can be)\b/i,
    instead: "`the maximum number of …` or `all …`",
    why: "It hides that a limit is reached.",
    finds: ["as many webhooks as there may be"],
    leaves: ["as many as possible"],
  },
  {
    pattern: /\b(?:left|leaves?|leaving|let) (?:\w+ )?alone\b(?!,)|\bleft-alone\b/i,
    instead: "`unchanged`, `ignored`, `skipped`; a server asks to `retry after`",
    why: "Say what the program does.",
    finds: ["it asks to be left alone", "a complete directory is left alone"],
    leaves: ["this option alone"],
  },
  {
    pattern:
      /\b(?:taken|takes?|took|taking|mistaking) (?!(?:seconds|minutes|hours|days|time|long|weeks) )(?:[\w\0]+ )?for (?:a|an|another|allowed|one|what|the same|it|categories|violating)\b/i,
    instead: "`treated as`, `read as`, `mistaken for`",
    why: "Not idiomatic.",
    finds: ["it is not taken for a model", "was taken for violating"],
    leaves: [
      "taken for granted",
      "takes seconds for a token",
      "mistaken for a model",
      "the time taken for each step",
    ],
  },
  {
    pattern: /\b(?:at|on) (?:first|second|the first|the second) sight\b|\bsecond sight\b/i,
    instead: "`the second time it is seen`, `when first seen`",
    why: ARCHAIC,
    finds: ["put back at the second sight"],
    leaves: ["within sight"],
  },
  {
    pattern: /\bnobody['’]s business\b|\b(?:is|are) (?:its|their|our) (?:own )?business\b/i,
    instead: "`is not logged`, `is handled by …`",
    why: "Say who handles it, or that it is private.",
    finds: ["its message nobody's business", "retries are its business"],
    leaves: ["business rules"],
  },
  {
    pattern: /\bmend(?:s|ed|ing)?\b/i,
    instead: "`fix`, `repair`",
    why: ARCHAIC,
    finds: ["what waiting cannot mend"],
    leaves: ["recommended", "amend"],
  },
  {
    pattern: /\bfor ever\b/i,
    instead: "`forever`, `indefinitely`, `permanently`",
    why: "One word.",
    finds: ["the same files for ever"],
    leaves: ["for every file", "forever"],
  },
  {
    pattern: /\bstands? for\b/i,
    instead: "`is`, `means`, `represents`",
    why: "Say what it is.",
    finds: ["the commit that a revision stands for"],
    leaves: ["the commit that a revision means"],
  },
  {
    pattern: /\b(?:stands|stood)\b(?! (?:for|out)\b)/i,
    instead: "`is`, `appears`",
    why: "Things are in a place; people stand.",
    finds: ["the record as it stands", "The key stands in the first response."],
    leaves: ["it stands out"],
  },
  {
    pattern:
      /\b(?:it|that|which|data|file|byte|model|policy|row|tensor|they|cache) lies?\b(?! (?:about|to)\b)|\blies (?:in|on|at|outside|there|under|within|once|beside|ready|between)\b/i,
    instead: "`is`, `is stored`",
    why: "Things are in a place.",
    finds: ["Where the test model lies", "the range lies outside the tensor"],
    leaves: ["trust and lies", "that lies about it"],
  },
  {
    pattern: /\bof (?:its|their) own accord\b/i,
    instead: "`without being asked`, `automatically`",
    why: ARCHAIC,
    finds: ["ends of its own accord"],
    leaves: ["a process of its own"],
  },
  {
    pattern: /\bso (?:many|much)\b(?![^.;:\0]{0,60} (?:that|as to)\b)/i,
    instead: "the number, `that many`, `at most N`",
    why: "Name the number.",
    finds: ["refused after so many bad lines"],
    leaves: ["so many keys that one map is slow"],
  },
  {
    pattern: /\b(?:comes?|came) again\b|\bcomes? again and again\b/i,
    instead: "`is repeated`, `is sent again`, `retries`",
    why: "Say who does what.",
    finds: ["a policy that comes again"],
    leaves: ["it starts again"],
  },
  {
    pattern: /\bcame (?:[\d\0]\S*) times\b/i,
    instead: "`was received N times`",
    why: "Say who does what.",
    finds: ["came 3 times"],
    leaves: ["was received 3 times"],
  },
  {
    pattern: /\b(?:is|are|was|were|be|been|being) (?:then |not |also )?told\b(?! (?:apart|to)\b)/i,
    instead: "`receives`, `is reported`, `is notified`",
    why: "Programs are not told.",
    finds: ["the caller is told so", "is not told"],
    leaves: ["as told in the guide", "stops when it is told to"],
  },
  {
    pattern: /\b(?:hears?|heard) of\b/i,
    instead: "`receives`, `is notified of`",
    why: "Programs do not hear.",
    finds: ["a client that hears of it"],
    leaves: ["hearing the change"],
  },
  {
    pattern: /\b(?:gives?|gave|giving) (?:up (?:its|their) place|(?:its|their) place up)\b/i,
    instead: "`is preempted`, `releases its slot`",
    why: "The field's term.",
    finds: ["the youngest gives up its place", "gives its place up"],
    leaves: ["gives up after a minute"],
  },
  {
    pattern: /\bbeside\b/i,
    instead: "`with`, `alongside`, `next to`",
    why: "`beside` is for positions in space.",
    finds: ["a report beside the verdict"],
    leaves: ["besides the verdict"],
  },
  {
    pattern: /\b(?:is|are|was|were|be|been|stays?|stayed|while) away\b(?! (?:from|with)\b)/i,
    instead: "`unavailable`, `down`",
    why: "The field's term.",
    finds: ["Redis is away"],
    leaves: ["two hops away", "is away from home"],
  },
  {
    pattern: /\bmoves? away\b/i,
    instead: "`move … to another directory`, `remove`",
    why: "Name where to.",
    finds: ["or move away the files"],
    leaves: ["move the files elsewhere"],
  },
  {
    pattern: /\b(?:is|are|was|were) (?:not )?asked(?! (?:to|whether|questions?)\b)/i,
    instead: "`is requested`, `is queried`, `receives a request`",
    why: "A server receives requests.",
    finds: ["the hub is asked only for that"],
    leaves: ["a person is asked whether"],
  },
  {
    pattern: /\bonce more\b(?! than\b)/i,
    instead: "`again`",
    why: "Shorter.",
    finds: ["tries once more"],
    leaves: ["once more than ten"],
  },
  {
    pattern: /\bputs? back\b/i,
    instead: "`requeue`, `restore`, `return`",
    why: "Say what happens.",
    finds: ["anything it loses the sweeper puts back"],
    leaves: ["pushes back"],
  },
  {
    pattern: /\bbut for\b(?! (?:all|a|this|each|every)\b)/i,
    instead: "`except for`",
    why: ARCHAIC,
    finds: ["everything but for what the containers fix"],
    leaves: ["except for one"],
  },
  {
    pattern: /\b(?:for|in) want of\b/i,
    instead: "`because there is no …`, `for lack of`",
    why: ARCHAIC,
    finds: ["refused for want of room"],
    leaves: ["want of"],
  },
  {
    pattern:
      /\b(?:whence|whither|whereby|wherein|whereof|thereof|therein|hitherto|heretofore|henceforth|lest|ere|whatsoever|upon)\b/i,
    instead: "plain words: `on`, `by which`, `in which`, `so that … not`",
    why: ARCHAIC,
    finds: ["upon which it ends", "lest it fail"],
    leaves: ["whatever it is"],
  },
  {
    pattern: /\bdecid(?:e|es|ed|ing) about\b/i,
    instead: "`decide`, `decide on`",
    why: "One decides an item, or decides on it.",
    finds: ["people who have decided about the item"],
    leaves: ["a decision about the design", "they decide on it"],
  },
  {
    pattern: /\b(?:takes?|took|taken|taking) (?:it |them |(?:a |the )?decisions? )back\b/i,
    instead: "`undo`, `undone`",
    why: "The command is `undo`.",
    finds: ["took a decision back"],
    leaves: ["it takes data back to the client"],
  },
  {
    pattern:
      /\bjudg(?:e|es|ed|ing) by (?!no\b)(?:(?:a|an|the|this|that|any|each|one|its|exactly|default|same|given|opposite|\d+) )*(?:polic(?:y|ies)|versions?|documents?|drafts?|texts?)\b/i,
    instead: "`judged under a policy`, `with a version`",
    why: "A model judges, under a policy.",
    finds: ["items are judged by version 3", "judges by exactly this text", "judge by a policy"],
    leaves: ["judged by the candidate", "judged under a policy"],
  },
  {
    pattern: /\b(?:which|one|each|either) of both\b|\bboth (?:disagree|agree)\b/i,
    instead: "`which of the two`, `the two disagree`",
    why: "Not idiomatic.",
    finds: ["which of both is right", "how often both disagree"],
    leaves: ["both are right"],
  },
  {
    pattern:
      /\b(?:lint|review|a test|tests?) holds (?:it|this|them|that)\b|\brules that (?:lint|review) holds\b/i,
    instead: "`lint enforces`, `a test checks`",
    why: "A tool enforces a rule.",
    finds: ["lint holds this", "Rules that lint holds"],
    leaves: ["a test holds a lock", "if the condition holds"],
  },
  {
    pattern: /\bequal (?:items?|contents?)\b(?! of\b)/i,
    instead: "`identical`",
    why: "The field's term for the same bytes.",
    finds: ["a follower of an equal item", "equal content"],
    leaves: ["identical content", "equal values"],
  },
  {
    pattern: /\bspeaks? against\b|\bbelongs? into\b/i,
    instead: "`prevents`, `is a reason not to`; `belongs in`",
    why: "Not idiomatic.",
    finds: ["if nothing speaks against it", "notes belong into the description"],
    leaves: ["notes belong in the description"],
  },
  {
    pattern:
      /\b(?:is|are|was|were) no (?:violations?|verdicts?|shares?|numbers?|codes?|parts?|primitives?|ids?|assets?|browsers?|modules?|items?|retry|retries)\b(?! (?:in|of|for|that|under)\b)(?<!\bthere (?:is|are|was|were) no \w+)/i,
    instead: "`is not a …`",
    why: "Inverted.",
    finds: ["items that are no violation", "Throws for what is no id.", "a client that is no browser"],
    leaves: ["there is no verdict", "is not a violation"],
  },
  {
    pattern: /\bleaves? (?:the |its |their )?[a-z ]{1,30} as (?:it|they) (?:is|are)\b/i,
    instead: "`does not change`",
    why: "Shorter.",
    finds: ["a change that leaves the correct judgement as it is"],
    leaves: ["the file is used as it is"],
  },
  {
    pattern: /\bthose who (?:operate|run) (?:it|the (?:service|system))\b/i,
    instead: "`operators`",
    why: "The field's term.",
    finds: ["the state of the service, for those who operate it"],
    leaves: ["for operators", "those who reviewed it"],
  },
  {
    pattern: /\bsome \d/i,
    instead: "`about`",
    why: "`some` before a number is literary.",
    finds: ["each takes some 30 ms"],
    leaves: ["about 30 ms", "some of 30 items"],
  },
  {
    pattern: /\b(?:to|must|can|may) judge by\b(?! (?:itself|hand|default))/i,
    instead: "`judge under`",
    why: "A model judges, under a policy.",
    finds: ["the document to judge by"],
    leaves: ["the policy to judge under"],
  },
  {
    pattern: /\b(?:exists?|existed) already\b/i,
    instead: "`already exists`",
    why: "The word order of another language.",
    finds: ["a version with these bytes existed already"],
    leaves: ["a version that already exists"],
  },
].map((entry) => ({ ...entry, pattern: acrossLines(entry.pattern) }));

/** `where` of a condition: all uses but those that name a place. */
function whereOfCondition() {
  const afterWords =
    "says?|said|saying|tells?|knows?|known|hides?|names?|decides?|finds?|found|sees?|shows?|shown|exactly|from|to|of|place|places|position|point|line|directory|folder|remembers?|records?|recorded|about|resumes?|continues?|continued|continue|starts?|starting|stops?|begins?|goes " +
    "on|picks up|carries on|on " +
    "from|how|what|when|whether|which|just|right|except|anywhere|is|matter|matters|check|learn|read|choose|chooses|set|sets|computes?|differs?|stays?|reports?|with|and|or|by|explains?|tracks?|marks?|step|lies|depends? " +
    "on";
  const ofPlace = [
    // Said by what comes before it...
    `(?<=\\b(?:${afterWords}) )where\\b(?! (?:there (?:is|are)|no|none|nothing|nobody|neither|absent|both)\\b)`,
    // ...or by what comes after it: a direction, or a clause that ends with a verb of place.
    "where (?:to|from|can|do|does|did|should)\\b",
    "where [\\w\\0]+ (?:says|names|points)\\b",
    "where (?:[\\w\\0'’-]+ " +
      "){1,4}(?:is|are|was|were|lives?|begins?|starts?|ends?|stops?|stopped|stood|belongs?|runs?|broke|failed|came " +
      "from|comes? from|left off|went|goes|happens|leads|differs?)(?=[\\s]*(?:[.,;:)?]|$| and\\b| or\\b| \\())",
    "where(?=[.,;:)?])",
  ];
  return new RegExp(
    [
      `(?<=[A-Za-z0-9,;:)"'\\0] )(?!${ofPlace.join("|")})where\\b`,
      // First in a sentence, with the main clause after a comma.
      "Where (?!to\\b)[^.;:!?\\0]*?, (?!and |or |which |who |where |but |if |when |so that |as |in |for |what |how " +
        "|after |with )[a-z]",
      "Where (?:there (?:is|are)|no|none|nothing|nobody|neither)\\b",
    ].join("|"),
  );
}

function acrossLines({ source, flags }) {
  return new RegExp(source.replace(/ (?![*+?{])/g, "\\s+"), flags);
}
