/** A model's card as HTML for the page: no markup of its own gets through, no script, no address but web addresses. */
import MarkdownIt from 'markdown-it';

const markdown = new MarkdownIt({ html: false, linkify: false, typographer: false });

/** Wide tables and commands scroll by themselves, and can be reached by keys. */
const scrolling = (name: string, html: string) =>
  `<div class="scroll" role="group" aria-label="${name}" tabindex="0">${html}`;

markdown.renderer.rules.table_open = () => scrolling('Table', '<table>\n');
markdown.renderer.rules.table_close = () => '</table></div>\n';
markdown.renderer.rules.fence = (tokens, index) => {
  const code = markdown.utils.escapeHtml(tokens[index]?.content ?? '');
  return `${scrolling('Commands', `<pre><code>${code}</code></pre>`)}</div>\n`;
};

/** The first line names the model, which the page does as well. */
export function cardHtml(card: string): string {
  const html = markdown.render(card.replace(/^#[^#\n]*\n/, ''));
  // The corner of a table heads nothing.
  return html.replaceAll(/<th( style="[^"]*")?><\/th>/g, '<td$1></td>');
}
