package dev.renderfarm.gpuworker.hardware;

import com.sun.jna.Native;
import com.sun.jna.ptr.LongByReference;
import dev.renderfarm.gpuworker.hardware.NvmlCard.NotToldException;
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
        if (!NvmlHardware.isGpu(device)) {
            return EnergyCounter.NONE;
        }
        try {
            EnergyCounter counter = counter(NvmlCard.visible(library.get(), environment));
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

    private static EnergyCounter counter(NvmlCard card) {
        if (card.isCut()) {
            throw new NotToldException("the card is cut by MIG, its counter is of all parts together");
        }
        NvmlCard.check(
                "nvmlDeviceGetTotalEnergyConsumption",
                card.nvml().nvmlDeviceGetTotalEnergyConsumption(card.handle(), new LongByReference()));
        return () -> millijoules(card);
    }

    private static OptionalLong millijoules(NvmlCard card) {
        LongByReference total = new LongByReference();
        return card.nvml().nvmlDeviceGetTotalEnergyConsumption(card.handle(), total) == Nvml.SUCCESS
                ? OptionalLong.of(total.getValue())
                : OptionalLong.empty();
    }
}
