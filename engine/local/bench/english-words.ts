import { mulberry32 } from "../synthetic/random.ts";

const WORDS = (
  "about account after again all also always another any anyone around ask away back because before being below best " +
  "between both buy call came change check city click close come contact could country day deal different does done down " +
  "each early end enough even every example family far few find first follow food free friend from full game get give go " +
  "good great group hand have health help here high home hour house how idea important inside into item join just keep " +
  "know large last learn leave left less letter life like line list little live long look made make many market matter " +
  "message might minute money month more most much music must name near need never new next nice night nothing now number " +
  "offer often old once only open order other our out over own page paper part people person phone photo place plan play " +
  "please point post price problem product public question quick read ready real reason report right room same save say " +
  "school second see seem send service set several share she shop should show side since small some someone soon space " +
  "start state stay still stop story street such sure take team tell than thank that their them then there these they " +
  "thing think this those through time today together tomorrow too town travel true try turn under until use very video " +
  "visit wait walk want watch water way week well were what when where which while white who why will wish with without " +
  "word work world would write year yes yet you young your"
).split(" ");

/** Returns random English words, each one token of o200k_harmony; the same for the same salt. */
export function englishWords(count: number, salt: number): string {
  const random = mulberry32(salt);
  return Array.from({ length: count }, () => WORDS[Math.floor(random() * WORDS.length)]).join(" ");
}
