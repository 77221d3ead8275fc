package dev.renderfarm.gpuworker.energy;

import com.sun.jna.Pointer;
import com.sun.jna.ptr.IntByReference;
import com.sun.jna.ptr.LongByReference;
import com.sun.jna.ptr.PointerByReference;
import java.util.ArrayList;
import java.util.List;

/** {@link Nvml} of a machine with some cards, which a test describes. */
final class FakeNvml implements Nvml {

    static final int NOT_SUPPORTED = 3;

    final List<String> uuids = new ArrayList<>(List.of("GPU-aaaa"));
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

    static Pointer card(int index) {
        return Pointer.createConstant(16L * (index + 1));
    }
}
