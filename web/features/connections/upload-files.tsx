'use client';

import { useMutation } from '@tanstack/react-query';
import { Upload } from 'lucide-react';
import { useId, useState } from 'react';
import { answerOf, api } from '../../lib/api-client';
import { ApiProblem } from '../../lib/api-problem';
import { Button } from '../../ui/button';
import { ErrorPanel } from '../../ui/error-panel';
import { Progress } from '../../ui/progress';

const send = (file: File, replace: boolean) => {
  const form = new FormData();
  form.append('file', file);
  return answerOf(
    api.POST('/api/v1/uploads', {
      params: { query: { replace: replace ? 'true' : 'false' } },
      body: { file: file.name },
      bodySerializer: () => form,
    }),
  );
};

/** Puts files into the tenant's own folder; each one's path is handed on to the form. */
export const UploadFiles = ({ onUploaded }: { readonly onUploaded: (path: string) => void }) => {
  const id = useId();
  const [chosen, setChosen] = useState<readonly File[]>([]);
  const [done, setDone] = useState<readonly string[]>([]);
  const upload = useMutation({
    mutationFn: async ({ files, replace }: { files: readonly File[]; replace: boolean }) => {
      for (const file of files) {
        const { path, name } = await send(file, replace);
        setDone((names) => [...names, name]);
        onUploaded(path);
      }
    },
  });
  const taken = upload.error !== null && ApiProblem.of(upload.error).status === 409;
  return (
    <div className="flex flex-col gap-2 rounded-xl border border-dashed border-control bg-raised p-4">
      <label htmlFor={id} className="flex items-center gap-2 text-sm">
        <Upload aria-hidden className="size-4 text-source" /> Upload CSV, Excel, JSON lines or Parquet files
      </label>
      <input
        id={id}
        type="file"
        multiple
        accept=".csv,.tsv,.txt,.xlsx,.jsonl,.ndjson,.json,.parquet"
        className="target w-full min-w-0 text-sm file:target file:mr-3 file:cursor-pointer file:rounded-lg file:border file:border-control file:bg-panel file:px-3 file:py-2 file:text-ink"
        onChange={(event) => {
          const files = [...(event.target.files ?? [])];
          setChosen(files);
          if (files.length > 0) upload.mutate({ files, replace: false });
        }}
      />
      {upload.isPending && <Progress label="Uploading" />}
      {upload.error !== null && <ErrorPanel error={upload.error} compact />}
      {taken && (
        <div>
          <Button
            onClick={() => {
              upload.mutate({ files: chosen, replace: true });
            }}
          >
            Replace the stored file
          </Button>
        </div>
      )}
      {done.length > 0 && (
        <p role="status" className="text-sm [overflow-wrap:anywhere] text-source-ink">
          Uploaded: {done.join(', ')}
        </p>
      )}
    </div>
  );
};
