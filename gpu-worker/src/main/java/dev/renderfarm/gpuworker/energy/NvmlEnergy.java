package dev.renderfarm.gpuworker.energy;

import com.sun.jna.Native;
import com.sun.jna.Pointer;
import com.sun.jna.ptr.IntByReference;
import com.sun.jna.ptr.LongByReference;
import com.sun.jna.ptr.PointerByReference;
import dev.renderfarm.gpuworker.render.EnergyCounter;
import java.util.Map;
import java.util.OptionalLong;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds the counter of a GPU in NVML, which is opened only for a device that is one. The counter is the whole card's: it
 * holds for a worker that has the card for itself, and it moves every 20 to 100 ms. Where there is any doubt which card
 * it is, where it is cut by MIG, or where driver or card do not tell, there is no counter; the log says why.
 */
public final class NvmlEnergy implements EnergyCounter.Finder {

    private static final Logger LOG = LoggerFactory.getLogger(NvmlEnergy.class);
    private static final String GPU = "GPU:";
    private static final int MIG_IS_ON = 1;

    private final Supplier<Nvml> library;
    private final Map<String, String> environment;

    /** @param environment of this process */
    public NvmlEnergy(Map<String, String> environment) {
        this(() -> Native.load(Nvml.LIBRARY, Nvml.class), environment);
    }

    NvmlEnergy(Supplier<Nvml> library, Map<String, String> environment) {
        this.library = library;
        this.environment = Map.copyOf(environment);
    }

    @Override
    public EnergyCounter of(String device) {
        if (!device.startsWith(GPU)) {
            return EnergyCounter.NONE;
        }
        try {
            Nvml nvml = library.get();
            EnergyCounter counter = counter(nvml, card(nvml));
            LOG.atInfo().addKeyValue("device", device).log("the energy of pictures is told");
            return counter;
        } catch (NotToldException | LinkageError e) {
            LOG.atInfo()
                    .addKeyValue("device", device)
                    .addKeyValue("problem", e.getMessage())
                    .log("the energy of pictures is not told");
            return EnergyCounter.NONE;
        }
    }

    private Pointer card(Nvml nvml) {
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
        return card.getValue();
    }

    private static EnergyCounter counter(Nvml nvml, Pointer card) {
        IntByReference current = new IntByReference();
        int answer = nvml.nvmlDeviceGetMigMode(card, current, new IntByReference());
        if (answer == Nvml.SUCCESS && current.getValue() == MIG_IS_ON) {
            throw new NotToldException("the card is cut by MIG, its counter is of all parts together");
        }
        check(
                "nvmlDeviceGetTotalEnergyConsumption",
                nvml.nvmlDeviceGetTotalEnergyConsumption(card, new LongByReference()));
        return () -> millijoules(nvml, card);
    }

    private static OptionalLong millijoules(Nvml nvml, Pointer card) {
        LongByReference total = new LongByReference();
        return nvml.nvmlDeviceGetTotalEnergyConsumption(card, total) == Nvml.SUCCESS
                ? OptionalLong.of(total.getValue())
                : OptionalLong.empty();
    }

    private static void check(String function, int answer) {
        if (answer != Nvml.SUCCESS) {
            throw new NotToldException(function + " answers " + answer);
        }
    }

    /** Why there is no counter. */
    private static final class NotToldException extends RuntimeException {

        private static final long serialVersionUID = 1;

        NotToldException(String message) {
            super(message);
        }
    }
}
