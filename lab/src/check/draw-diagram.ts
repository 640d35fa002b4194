import type { Diagram, Shape, Tone } from "./diagram.ts";

/**
 * Draws a diagram as a picture in PNG, twice as fine as it is large. Always on white: it is put into other people's
 * documents.
 */
export async function pngOf(diagram: Diagram): Promise<Blob> {
  const canvas = document.createElement("canvas");
  canvas.width = diagram.width * fineness;
  canvas.height = diagram.height * fineness;
  const context = canvas.getContext("2d")!;
  context.scale(fineness, fineness);
  context.fillStyle = "#ffffff";
  context.fillRect(0, 0, diagram.width, diagram.height);
  for (const shape of diagram.shapes) draw(context, shape);
  return await new Promise((resolve, reject) => {
    canvas.toBlob((blob) => {
      if (blob === null) reject(new Error("The browser made no picture of the diagram."));
      else resolve(blob);
    }, "image/png");
  });
}

const fineness = 2;

const colours: Readonly<Record<Tone, string>> = {
  ink: "#1b1f24",
  dim: "#59636e",
  faint: "#d1d9e0",
  allowed: "#0f6b3a",
  "allowed-ground": "#e5f5ec",
  blocked: "#b3261e",
  "blocked-ground": "#fdeceb",
  unsure: "#7a5200",
  "unsure-ground": "#fdf3dc",
};

const fonts = {
  prose: "14px system-ui, sans-serif",
  title: "600 14px system-ui, sans-serif",
  code: "12px ui-monospace, Menlo, Consolas, monospace",
} as const;

function draw(context: CanvasRenderingContext2D, shape: Shape): void {
  const colour = colours[shape.tone];
  context.fillStyle = colour;
  context.strokeStyle = colour;
  switch (shape.kind) {
    case "box":
      context.beginPath();
      context.roundRect(...shape.at, shape.width, shape.height, 6);
      context.fill();
      break;
    case "line":
      context.lineWidth = 1.5;
      context.beginPath();
      context.moveTo(...shape.from);
      context.lineTo(...shape.to);
      context.stroke();
      if (shape.isArrow) drawHead(context, shape.from[0], ...shape.to);
      break;
    case "text":
      context.font = fonts[shape.font];
      context.textAlign = shape.isCentred ? "center" : "left";
      context.fillText(shape.text, ...shape.at);
      break;
  }
}

function drawHead(context: CanvasRenderingContext2D, from: number, x: number, y: number): void {
  const back = from < x ? -8 : 8;
  context.beginPath();
  context.moveTo(x, y);
  context.lineTo(x + back, y - 4);
  context.lineTo(x + back, y + 4);
  context.fill();
}
