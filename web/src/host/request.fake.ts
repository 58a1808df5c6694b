/** A request that goes nowhere, for tests: it shows what was sent and answers as told. */
export class FakeRequest {
  static all: FakeRequest[] = [];

  method = "";
  address = "";
  headers: Record<string, string> = {};
  form = new FormData();
  aborted = false;
  status = 0;
  responseText = "";
  onload: (() => void) | undefined;
  onerror: (() => void) | undefined;
  readonly upload: {
    onprogress?: (event: { loaded: number; total: number }) => void;
    onload?: () => void;
  } = {};

  static last(): FakeRequest {
    const last = FakeRequest.all.at(-1);
    if (last === undefined) throw new Error("nothing was sent");
    return last;
  }

  open(method: string, address: URL): void {
    this.method = method;
    this.address = address.href;
    FakeRequest.all.push(this);
  }

  setRequestHeader(name: string, value: string): void {
    this.headers[name] = value;
  }

  send(form: FormData): void {
    this.form = form;
  }

  abort(): void {
    this.aborted = true;
  }

  sent(loaded: number, total: number): void {
    this.upload.onprogress?.({ loaded, total });
  }

  sentAll(): void {
    this.upload.onload?.();
  }

  answer(status: number, body: object | string): void {
    this.status = status;
    this.responseText = typeof body === "string" ? body : JSON.stringify(body);
    this.onload?.();
  }
}
