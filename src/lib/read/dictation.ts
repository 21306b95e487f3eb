/**
 * Speech to text, only where the platform does it on the device itself: nothing spoken may leave it.
 * (Web Speech API, `processLocally`; browsers without that word send speech to a server.)
 */

interface Recognition extends EventTarget {
  lang: string;
  continuous: boolean;
  interimResults: boolean;
  processLocally: boolean;
  onresult: ((event: RecognitionEvent) => void) | null;
  onerror: ((event: { error: string }) => void) | null;
  onend: (() => void) | null;
  start(): void;
  stop(): void;
  abort(): void;
}

interface RecognitionEvent {
  readonly resultIndex: number;
  readonly results: ArrayLike<
    ArrayLike<{ readonly transcript: string }> & { readonly isFinal: boolean }
  >;
}

interface RecognitionClass {
  new (): Recognition;
  available?(options: { langs: string[]; processLocally: boolean }): Promise<string>;
}

const classOf = (platform: object): RecognitionClass | undefined =>
  (platform as { SpeechRecognition?: RecognitionClass }).SpeechRecognition;

/** Whether speech in `language` is recognised here without leaving the device. */
export async function canDictate(
  language: string,
  platform: object = globalThis,
): Promise<boolean> {
  const kind = classOf(platform);
  if (!kind?.available || !('processLocally' in kind.prototype)) return false;
  try {
    return (await kind.available({ langs: [language], processLocally: true })) === 'available';
  } catch (error) {
    // Refused by a policy of the page or the browser.
    if (error instanceof DOMException || error instanceof TypeError) return false;
    throw error;
  }
}

export interface Heard {
  /** What was said for certain. */
  onWords(words: string): void;
  /** What it may become. */
  onGuess(words: string): void;
  /** `undefined` when it came to its end; else the platform's word for what went wrong. */
  onEnd(error: string | undefined): void;
}

/** Listens until it is stopped. Call it only where {@link canDictate} said so. */
export function dictate(
  language: string,
  heard: Heard,
  platform: object = globalThis,
): { stop(): void } {
  const Recognition = classOf(platform);
  if (!Recognition) throw new Error('Nothing recognises speech here.');
  const recognition = new Recognition();
  recognition.lang = language;
  recognition.continuous = true;
  recognition.interimResults = true;
  recognition.processLocally = true;
  let error: string | undefined;
  recognition.onresult = ({ resultIndex, results }) => {
    let guess = '';
    for (let i = resultIndex; i < results.length; i++) {
      const words = results[i]?.[0]?.transcript ?? '';
      if (results[i]?.isFinal) heard.onWords(words.trim());
      else guess += words;
    }
    heard.onGuess(guess.trim());
  };
  recognition.onerror = (event) => {
    if (event.error !== 'aborted' && event.error !== 'no-speech') error = event.error;
  };
  recognition.onend = () => heard.onEnd(error);
  recognition.start();
  return { stop: () => recognition.stop() };
}
