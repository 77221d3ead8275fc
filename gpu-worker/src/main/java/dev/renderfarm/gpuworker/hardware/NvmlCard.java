package dev.renderfarm.gpuworker.hardware;

import com.sun.jna.Pointer;
import com.sun.jna.ptr.IntByReference;
import com.sun.jna.ptr.PointerByReference;
import java.util.Map;

/** The card that CUDA calls its first, in NVML. */
record NvmlCard(Nvml nvml, Pointer handle) {

    private static final int MIG_IS_ON = 1;

    /**
     * @param environment of the process
     * @throws NotToldException where there is any doubt which card it is, or the driver does not tell
     */
    static NvmlCard visible(Nvml nvml, Map<String, String> environment) {
        check("nvmlInit_v2", nvml.nvmlInit_v2());
        IntByReference count = new IntByReference();
        check("nvmlDeviceGetCount_v2", nvml.nvmlDeviceGetCount_v2(count));
        VisibleCard visible = VisibleCard.of(environment, count.getValue());
        if (!visible.isKnown()) {
            throw new NotToldException("which of " + count.getValue()
                    + " cards is the worker's is not known: set CUDA_DEVICE_ORDER=PCI_BUS_ID, or name the card in"
                    + " CUDA_VISIBLE_DEVICES by its UUID");
        }
        PointerByReference card = new PointerByReference();
        if (visible.uuid().isPresent()) {
            check(
                    "nvmlDeviceGetHandleByUUID",
                    nvml.nvmlDeviceGetHandleByUUID(visible.uuid().get(), card));
        } else {
            int index = visible.index().orElseThrow();
            check("nvmlDeviceGetHandleByIndex_v2", nvml.nvmlDeviceGetHandleByIndex_v2(index, card));
        }
        return new NvmlCard(nvml, card.getValue());
    }

    /** Whether it is cut into parts, so that what it says of itself is of all of them together. */
    boolean isCut() {
        IntByReference current = new IntByReference();
        int answer = nvml.nvmlDeviceGetMigMode(handle, current, new IntByReference());
        return answer == Nvml.SUCCESS && current.getValue() == MIG_IS_ON;
    }

    static void check(String function, int answer) {
        if (answer != Nvml.SUCCESS) {
            throw new NotToldException(function + " answers " + answer);
        }
    }

    /** Why the card does not tell. */
    static final class NotToldException extends RuntimeException {

        private static final long serialVersionUID = 1;

        NotToldException(String message) {
            super(message);
        }
    }
}
