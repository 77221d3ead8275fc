package dev.renderfarm.gpuworker.hardware;

import com.sun.jna.Library;
import com.sun.jna.Pointer;
import com.sun.jna.Structure;
import com.sun.jna.ptr.IntByReference;
import com.sun.jna.ptr.LongByReference;
import com.sun.jna.ptr.PointerByReference;

/**
 * The few functions of {@code libnvidia-ml.so.1} that are needed, under their own names: see the NVML API reference of
 * NVIDIA. Each returns {@link #SUCCESS} or the number of what went wrong. Safe for use by several threads.
 */
interface Nvml extends Library {

    String LIBRARY = "libnvidia-ml.so.1";

    int SUCCESS = 0;

    int NAME_SIZE = 96;

    int nvmlInit_v2();

    int nvmlDeviceGetCount_v2(IntByReference count);

    /** @param index in the order of the PCI bus */
    int nvmlDeviceGetHandleByIndex_v2(int index, PointerByReference device);

    int nvmlDeviceGetHandleByUUID(String uuid, PointerByReference device);

    /** Whether a card is cut into parts, whose energy nobody tells apart. Not supported by cards that cannot be. */
    int nvmlDeviceGetMigMode(Pointer device, IntByReference current, IntByReference pending);

    /** @param name gets the card's, ended by a zero; {@link #NAME_SIZE} bytes hold any */
    int nvmlDeviceGetName(Pointer device, byte[] name, int length);

    int nvmlDeviceGetMemoryInfo(Pointer device, MemoryInfo memory);

    /** NVML's {@code nvmlMemory_t}: bytes of the card. Its fields are named and ordered as there. */
    @Structure.FieldOrder({"total", "free", "used"})
    final class MemoryInfo extends Structure {
        public long total;
        public long free;
        public long used;
    }

    /** @param millijoules since the driver was loaded; from Volta on */
    int nvmlDeviceGetTotalEnergyConsumption(Pointer device, LongByReference millijoules);
}
