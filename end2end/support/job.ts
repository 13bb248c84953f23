import { expect, type Locator } from '@playwright/test';
import { Shell } from './pages.ts';
import type { File } from './picture.ts';
import type { Person } from './person.ts';

/** The form of an import. */
export class ImportPage extends Shell {
  static async open(person: Person): Promise<ImportPage> {
    const page = new ImportPage(await person.open('/jobs/import'));
    await page.isLive();
    return page;
  }

  get rows(): Locator {
    return this.page.getByTestId('preview-rows');
  }

  get fault(): Locator {
    return this.page.getByTestId('preview-fault');
  }

  get dryRun(): Locator {
    return this.page.getByTestId('import-dry-run');
  }

  get start(): Locator {
    return this.page.getByTestId('import-start');
  }

  /** Why the file was not taken. */
  get refused(): Locator {
    return this.page.getByTestId('import-refused');
  }

  /** The choice of what a column of the file is. */
  choice(header: string): Locator {
    return this.page.locator(`[data-testid=column][data-header="${header}"]`).getByTestId('column-choice');
  }

  async pick(file: File | string): Promise<void> {
    await this.page.getByTestId('import-pick').setInputFiles(file);
  }

  /** The file was read to its end. */
  async isRead(): Promise<void> {
    await expect(this.page.getByTestId('preview-done')).toHaveAttribute('data-done', 'true', { timeout: 60_000 });
  }
}

/** The page of a job. */
export class JobPage extends Shell {
  get state(): Locator {
    return this.page.getByTestId('job-state');
  }

  get way(): Locator {
    return this.page.getByTestId('job-way');
  }

  get bar(): Locator {
    return this.page.getByRole('progressbar', { name: 'Rows done' });
  }

  get heading(): Locator {
    return this.page.getByRole('heading', { level: 1 });
  }

  /** What came of it, in a sentence. */
  get summary(): Locator {
    return this.page.getByTestId('job-summary');
  }

  /** What became of so many rows. */
  count(name: 'created' | 'updated' | 'unchanged' | 'skipped' | 'failed'): Locator {
    return this.page.locator(`[data-testid=job-count][data-count=${name}]`);
  }

  async counted(name: Parameters<JobPage['count']>[0], number: number): Promise<void> {
    await expect(this.count(name)).toHaveAttribute('data-number', String(number));
  }

  async isOver(state: 'COMPLETED' | 'FAILED' | 'CANCELLED' = 'COMPLETED'): Promise<void> {
    await expect(this.state).toHaveAttribute('data-state', state, { timeout: 60_000 });
  }

  /** The job's id, once the page shows it. */
  async id(): Promise<string> {
    await expect(this.page).toHaveURL(/\/jobs\/[0-9a-f-]{36}$/);
    return this.page.url().split('/').at(-1)!;
  }
}

/** A job has completed, as programs see it. */
export async function isOver(person: Person, id: string): Promise<void> {
  const state = async () => (await (await person.context.request.get(`/api/jobs/${id}`)).json()).status;
  await expect.poll(state, { timeout: 30_000 }).toBe('COMPLETED');
}

/** Uploads a file without a page. Gives the job's id. */
export async function upload(person: Person, file: File, dryRun = false): Promise<string> {
  const multipart = { dryRun: String(dryRun), file };
  const response = await person.context.request.post('/api/jobs/imports', { multipart });
  expect(response.status(), await response.text()).toBe(202);
  return (await response.json()).jobId;
}
