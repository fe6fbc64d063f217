"""What the teacher is asked to write: text of the kinds that a moderation service reads."""

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
friendship|love letters|jealousy|trust|lies|conspiracy theories|the moon landing|climate|oil|nuclear power|space|robots|history of Rome|slavery in history|a genocide memorial|refugees|a mosque|a church|a temple|a festival|food allergies""".replace("\n", "").split("|")

TONES = ["", "", "", " in a friendly tone", " in an angry tone", " in a sarcastic tone", " in very simple words", " in a formal tone", " with slang", " in one paragraph", " in two sentences", " in detail"]

OPENINGS = ["The ", "I ", "# ", "Dear ", "How to ", "In ", "When ", "You ", "My ", "Policy: ", "Rules\n\n1. ", "Q: ", "Today ", "We ", "Why ", "## ", "It was ", "Subject: ", "Hi ", "- "]


def brief(rng: random.Random) -> str:
    return f"Write {rng.choice(FORMS)} about {rng.choice(TOPICS)}{rng.choice(TONES)}."
