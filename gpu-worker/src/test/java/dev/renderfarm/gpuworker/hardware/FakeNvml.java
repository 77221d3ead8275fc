package dev.renderfarm.gpuworker.hardware;

import com.sun.jna.Pointer;
import com.sun.jna.ptr.IntByReference;
import com.sun.jna.ptr.LongByReference;
import com.sun.jna.ptr.PointerByReference;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** {@link Nvml} of a machine with some cards, which a test describes. */
final class FakeNvml implements Nvml {

    static final int NOT_SUPPORTED = 3;

    final List<String> uuids = new ArrayList<>(List.of("GPU-aaaa"));
    String name = "NVIDIA H100 80GB HBM3";
    int memoryAnswer = SUCCESS;
    boolean mig;
    boolean old;
    long millijoules = 1_000;
    Pointer asked = Pointer.NULL;

    @Override
    public int nvmlInit_v2() {
        return SUCCESS;
    }

    @Override
    public int nvmlDeviceGetCount_v2(IntByReference count) {
        count.setValue(uuids.size());
        return SUCCESS;
    }

    @Override
    public int nvmlDeviceGetHandleByIndex_v2(int index, PointerByReference device) {
        if (index >= uuids.size()) {
            return 2;
        }
        device.setValue(card(index));
        return SUCCESS;
    }

    @Override
    public int nvmlDeviceGetHandleByUUID(String uuid, PointerByReference device) {
        return nvmlDeviceGetHandleByIndex_v2(uuids.contains(uuid) ? uuids.indexOf(uuid) : uuids.size(), device);
    }

    @Override
    public int nvmlDeviceGetMigMode(Pointer device, IntByReference current, IntByReference pending) {
        current.setValue(1);
        return mig ? SUCCESS : NOT_SUPPORTED;
    }

    @Override
    public int nvmlDeviceGetTotalEnergyConsumption(Pointer device, LongByReference total) {
        if (old) {
            throw new UnsatisfiedLinkError("undefined symbol: nvmlDeviceGetTotalEnergyConsumption");
        }
        asked = device;
        total.setValue(millijoules);
        return SUCCESS;
    }

    @Override
    public int nvmlDeviceGetName(Pointer device, byte[] name, int length) {
        byte[] told = (this.name + "\0").getBytes(StandardCharsets.UTF_8);
        System.arraycopy(told, 0, name, 0, told.length);
        return SUCCESS;
    }

    @Override
    public int nvmlDeviceGetMemoryInfo(Pointer device, MemoryInfo memory) {
        memory.total = 85_520_809_984L;
        return memoryAnswer;
    }

    static Pointer card(int index) {
        return Pointer.createConstant(16L * (index + 1));
    }
}
