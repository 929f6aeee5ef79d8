#!/usr/bin/env python3
"""Writes one big multi-frame ultrasound instance (native, 8 bit) without holding it in memory: gen-multiframe.py FILE MIB"""
import struct, sys

ROWS, COLUMNS = 1024, 1024


def element(group, number, vr, value):
    if isinstance(value, str):
        value = value.encode()
    if len(value) % 2:
        value += b"\0" if vr == "UI" else b" "
    return struct.pack("<HH2sH", group, number, vr.encode(), len(value)) + value


def us(group, number, value):
    return element(group, number, "US", struct.pack("<H", value))


def main(path, frames):
    uid = "1.2.826.0.1.3680043.10.1499"
    sop, instance = "1.2.840.10008.5.1.4.1.1.3.1", f"{uid}.{frames}.3"
    meta = (element(2, 2, "UI", sop) + element(2, 3, "UI", instance)
            + element(2, 0x10, "UI", "1.2.840.10008.1.2.1") + element(2, 0x12, "UI", f"{uid}.1"))
    meta = struct.pack("<HH2sHIH", 2, 1, b"OB", 0, 2, 0x0100) + meta
    head = (element(8, 5, "CS", "ISO_IR 192") + element(8, 0x16, "UI", sop) + element(8, 0x18, "UI", instance)
            + element(8, 0x20, "DA", "20261123") + element(8, 0x30, "TM", "080000") + element(8, 0x50, "SH", "BIG1")
            + element(8, 0x60, "CS", "US") + element(0x10, 0x10, "PN", "NGUYỄN VĂN LỚN") + element(0x10, 0x20, "LO", "BIG")
            + element(0x20, 0xD, "UI", f"{uid}.{frames}.1") + element(0x20, 0xE, "UI", f"{uid}.{frames}.2")
            + element(0x20, 0x11, "IS", "1") + element(0x20, 0x13, "IS", "1")
            + us(0x28, 2, 1) + element(0x28, 4, "CS", "MONOCHROME2") + element(0x28, 8, "IS", str(frames))
            + us(0x28, 0x10, ROWS) + us(0x28, 0x11, COLUMNS) + us(0x28, 0x100, 8) + us(0x28, 0x101, 8)
            + us(0x28, 0x102, 7) + us(0x28, 0x103, 0))
    block = bytes((i * 37 + j) & 0xFF for i in range(64) for j in range(COLUMNS)) * (ROWS // 64)
    with open(path, "wb") as out:
        out.write(b"\0" * 128 + b"DICM" + struct.pack("<HH2sHI", 2, 0, b"UL", 4, len(meta)) + meta + head)
        out.write(struct.pack("<HH2sHI", 0x7FE0, 0x10, b"OB", 0, frames * len(block)))
        for frame in range(frames):
            out.write(frame.to_bytes(4, "little") + block[4:])


main(sys.argv[1], int(sys.argv[2]))
