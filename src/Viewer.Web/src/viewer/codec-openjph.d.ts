// The part of OpenJPH's WebAssembly interface that is used.
declare module '@cornerstonejs/codec-openjph' {
  export interface HTJ2KDecoder {
    getEncodedBuffer(length: number): Uint8Array;
    getDecodedBuffer(): Uint8Array;
    readHeader(): void;
    getNumDecompositions(): number;
    decode(): void;
    decodeSubResolution(level: number): void;
    getFrameInfo(): { width: number; height: number; bitsPerSample: number; componentCount: number; isSigned: boolean; isUsingColorTransform: boolean };
    delete(): void;
  }

  export interface OpenJph {
    HTJ2KDecoder: new () => HTJ2KDecoder;
  }

  export default function load(options: { wasmBinary: ArrayBuffer; print(text: string): void; printErr(text: string): void }): Promise<OpenJph>;
}
