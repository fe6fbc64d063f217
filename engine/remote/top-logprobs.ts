/** Likeliest tokens asked for at each place: the most that vLLM, OpenAI and Ollama give. */
export const TOP_LOGPROBS = 20;
