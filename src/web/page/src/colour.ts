// Colours of the exporter on paper of any colour.

/** A colour that is too dark for the paper is made lighter; its hue stays. Both are `#rrggbb`. */
export function onPaper(color: string, paper: string): string {
  const parts = (text: string) => [1, 3, 5].map((at) => parseInt(text.slice(at, at + 2), 16));
  const light = (text: string) => { const [r, g, b] = parts(text); return (0.3 * r! + 0.6 * g! + 0.1 * b!) / 255; };
  if (light(paper) > 0.5 || light(color) > 0.4) return color;
  return `#${parts(color).map((part) => Math.round(part + (255 - part) * 0.42).toString(16).padStart(2, "0")).join("")}`;
}
