'use client';

interface ExamplesProps {
  readonly title: string;
  readonly questions: readonly string[];
  readonly onAsk: (question: string) => void;
}

/** Questions to press instead of typing them. */
export const Examples = ({ title, questions, onAsk }: ExamplesProps) => (
  <div className="flex flex-col gap-2">
    <p className="text-sm text-muted">{title}</p>
    <ul className="flex flex-wrap gap-2">
      {questions.map((question) => (
        <li key={question} className="max-w-full">
          <button
            type="button"
            className="target max-w-full rounded-full border border-control bg-panel px-3.5 py-1 text-left text-sm [overflow-wrap:anywhere] transition-colors hover:bg-raised"
            onClick={() => {
              onAsk(question);
            }}
          >
            {question}
          </button>
        </li>
      ))}
    </ul>
  </div>
);
