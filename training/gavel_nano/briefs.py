"""The requests to the teacher: texts of the kinds that a moderation service reads. Each brief has a form and a topic."""

import random

FORMS = """a short comment under a news article|a forum post|an angry message to a neighbour|a friendly message to a friend|a text message|an e-mail to a customer|
an e-mail to a colleague|a product review|a bad review|a job advertisement|a marketing e-mail|a scam e-mail, so that readers learn to recognise it|a warning about a scam|a news report|a short story|
a dialogue between two people|a complaint|an apology|a question to an expert|an answer to a question|a list of rules for a community|a policy for a website|a social media post|a blog post|
a diary entry|a letter to a newspaper|a joke|a poem|a summary|a list of tips|an explanation for a child|an opinion|a rebuttal of an opinion|a chat log|a support ticket|a personal introduction|
an invitation|a reminder|a notice to tenants|a description of an item for sale|a moderator's decision with reasons|an argument in a group chat|a speech|instructions|a definition with examples|
a text that quotes somebody and disagrees|a rumour and its correction|a confession|a request for help|advice to somebody who is sad|a message from a parent to a teacher|a threat in a crime novel|
a description of a crime in a newspaper|a discussion of a law|a comparison of two things|a table in markdown|a JSON object with comments about|meeting notes|a movie review|a recipe""".replace("\n", "").split("|")

TOPICS = """a lost dog|parking|a football match|a new phone|a landlord|online dating|a local election|a school play|vaccines|a noisy party|cryptocurrency|a used car|fishing|gun safety|hunting season|
kitchen knives|a birthday|cheating in exams|a video game|a bank account|passwords|a package that did not arrive|a diet|depression|loneliness|drinking too much|quitting smoking|a medicine and its side effects|a painkiller|
a break-up|religion|immigration|women at work|racism|disability|an insult|bullying|free speech|privacy|a home address|a phone number|a celebrity|a rumour|a war|a protest|the police|a fight|a murder mystery|
a horror film|a museum|art|music|a concert ticket|counterfeit bags|shoplifting|gambling|lottery winnings|a charity|a loan|taxes|investments|a pyramid scheme|followers and likes|fake reviews|a newsletter|
artificial intelligence|a chatbot|computer viruses|hacking|a software bug|a server|an open-source project|a recipe for soup|gardening|bees|a cat|horses|birds|hiking|the weather|an earthquake|a flood|
a hospital|a dentist|pregnancy|a baby|teenagers|a teacher|homework|a university|a librarian|a novel|spoilers for a series|a bicycle|a train delay|a taxi|a flight|a hotel|a beach|a border|a passport|
a wedding|a funeral|a suicide hotline|self-harm recovery|eating disorders|body image|swimming|a gym|running|chess|cards|alcohol|wine|coffee|cannabis laws|drug addiction|a pharmacy|fireworks|a chemistry lesson|
a kitchen fire|electricity|plumbing|furniture|clothes|shoes|make-up|hair|a tattoo|jokes about programmers|a rude customer|a boss|a strike|a union|wages|a contract|a lawyer|a judge|a prison|an apology|forgiveness|
friendship|love letters|jealousy|trust|lies|conspiracy theories|the moon landing|climate|oil|nuclear power|space|robots|history of Rome|slavery in history|a genocide memorial|refugees|a mosque|a church|a temple|a festival|food allergies|
a lost wallet|a broken elevator|a leaking roof|a dishwasher|a toaster|a lawn mower|a garage sale|a flea market|antiques|stamps|coins|model trains|toy cars|dolls|board games|crossword puzzles|jigsaw puzzles|knitting|sewing|
pottery|woodworking|beekeeping|bonsai|roses|tomatoes|compost|garden pests|mushrooms|wild berries|bread baking|cheese|chocolate|ice cream|barbecue|sushi|vegan food|school lunches|fast food|a restaurant kitchen|tea|juice|energy drinks|
a broken leg|a headache|allergies|asthma|diabetes|cancer treatment|a blood test|organ donation|hearing loss|glasses|a wheelchair|sleep problems|nightmares|anxiety|panic attacks|grief|therapy|meditation|yoga|weight lifting|marathon training|
cycling|skiing|skateboarding|surfing|sailing|rowing|basketball|baseball|tennis|golf|boxing|wrestling|martial arts|gymnastics|ice hockey|cricket|rugby|volleyball|esports|speedrunning|a game console|loot boxes|virtual reality|
smart watches|headphones|a laptop repair|a slow internet connection|a router|spam filters|two-factor authentication|a data breach|phishing|identity theft|a browser extension|an operating system|databases|compilers|spreadsheets|
statistics homework|calculus|geometry|chemistry homework|biology class|physics experiments|dinosaurs|fossils|volcanoes|glaciers|deserts|rainforests|oceans|whales|sharks|dolphins|snakes|spiders|bats|wolves|bears|foxes|rabbits|hamsters|parrots|
dog training|cat food|a veterinarian|an animal shelter|zoos|farms|cows|sheep|chickens|tractors|wheat prices|fishing quotas|forestry|recycling|plastic waste|water shortages|wind turbines|solar panels|electric cars|car insurance|
speeding tickets|roundabouts|bus drivers|trams|ferries|airports|lost luggage|travel insurance|backpacking|camping|national parks|mountaineering|caves|lighthouses|castles|archaeology|ancient Egypt|the Middle Ages|pirates|knights|
kings and queens|the French Revolution|the American Civil War|the First World War|the Cold War|colonialism|human rights|voting machines|parliaments|mayors|city councils|zoning|property taxes|rents|mortgages|evictions|homelessness|food banks|
volunteering|scouts|kindergarten|school uniforms|school buses|detention|exams|scholarships|student loans|internships|job interviews|résumés|remote work|office politics|meetings|lay-offs|retirement|pensions|inheritance|wills|
divorce|custody of children|adoption|twins|grandparents|in-laws|neighbours' children|baby names|diapers|nannies|bedtime stories|fairy tales|myths|dragons|vampires|zombies|ghosts|aliens|time travel|superheroes|comics|anime|cartoons|
musicals|opera|ballet|hip-hop|jazz|guitars|pianos|drums|choirs|karaoke|podcasts|radio|television news|reality shows|quiz shows|film directors|actors|red carpets|fashion shows|jewellery|watches|perfume|skin care|nail polish|wigs|
hats|winter coats|second-hand clothes|shoe sizes|online shopping|returns and refunds|gift cards|coupons|price comparison|supermarkets|farmers' markets|street food|delivery drivers|taxi apps|tips for waiters|hotel breakfasts|hostels|
house swaps|moving house|interior design|wallpaper|carpets|mattresses|light bulbs|candles|fireplaces|smoke detectors|fire drills|firefighters|ambulances|emergency numbers|search and rescue|coast guard|soldiers|veterans|spies|secret codes|
bank robberies|pickpockets|burglars|alarm systems|locks|neighbourhood watch|courts|juries|parole|graffiti|vandalism|littering|noise from construction|street lights|potholes|bridges|tunnels|skyscrapers|architecture|cement|plumbers|
electricians|carpenters|painters|gardeners|cleaners|secretaries|accountants|programmers|nurses|surgeons|midwives|paramedics|pharmacists|opticians|hairdressers|butchers|bakers|tailors|jewellers|photographers|journalists|translators|
poets|painters of the Renaissance|sculptures|street art|photo contests|poetry slams|book clubs|libraries|bookshops|e-books|spelling|grammar|foreign languages|sign language|Latin|accents|place names|maps|compasses|astronomy|telescopes|
meteor showers|eclipses|Mars|satellites|rockets|quantum physics|lasers|magnets|batteries|bicycles for children|roller skates|kites|balloons|magic tricks|circuses|clowns|carnivals|Halloween|Christmas|Ramadan|Passover|Diwali|Easter|New Year's Eve|
birthday cakes|weddings abroad|honeymoons|bachelor parties|class reunions|family photos|genealogy|diaries|handwriting|letters by post|postcards|packages|couriers|customs duties|trade wars|inflation|interest rates|stock markets|bonds|
start-ups|patents|trademarks|copyright|plagiarism|peer review|laboratory mice|clinical trials|herbal remedies|acupuncture|vitamins|superfoods|fasting|gluten|lactose|nut allergies|food labels|food safety|kitchen hygiene|mould|
cockroaches|mosquitoes|ticks|rabies|first aid|sunburn|frostbite|heat waves|hurricanes|tornadoes|avalanches|landslides|droughts|floods in cellars""".replace("\n", "").split("|")

TONES = ["", "", "", " in a friendly tone", " in an angry tone", " in a sarcastic tone", " in very simple words", " in a formal tone", " with slang", " in one paragraph", " in two sentences", " in detail"]

OPENINGS = ["The ", "I ", "# ", "Dear ", "How to ", "In ", "When ", "You ", "My ", "Policy: ", "Rules\n\n1. ", "Q: ", "Today ", "We ", "Why ", "## ", "It was ", "Subject: ", "Hi ", "- "]


FORM_CLAUSES = [f"texts written as {form}" if form.startswith(("a ", "an ")) else form for form in FORMS]


def brief(rng: random.Random) -> tuple[str, int, int]:
    """Returns the request, and the numbers of its form and topic."""
    form, topic = rng.randrange(len(FORMS)), rng.randrange(len(TOPICS))
    return f"Write {FORMS[form]} about {TOPICS[topic]}{rng.choice(TONES)}.", form, topic
