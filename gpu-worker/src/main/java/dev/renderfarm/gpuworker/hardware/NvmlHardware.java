package dev.renderfarm.gpuworker.hardware;

import com.sun.jna.Native;
import dev.renderfarm.common.worker.WorkerHardware;
import dev.renderfarm.gpuworker.hardware.NvmlCard.NotToldException;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks NVML what a GPU is. The memory is the whole card's; of a card that is cut by MIG only the name is told. Nothing is,
 * where there is any doubt which card it is, or where the driver does not tell; the log says why.
 */
public final class NvmlHardware {

    private static final Logger LOG = LoggerFactory.getLogger(NvmlHardware.class);
    private static final String GPU = "GPU:";

    private final Supplier<Nvml> library;
    private final Map<String, String> environment;

    /** @param environment of this process */
    public NvmlHardware(Map<String, String> environment) {
        this(() -> Native.load(Nvml.LIBRARY, Nvml.class), environment);
    }

    NvmlHardware(Supplier<Nvml> library, Map<String, String> environment) {
        this.library = library;
        this.environment = Map.copyOf(environment);
    }

    /** @param device as the renderer names it, for example {@code GPU:0} */
    public static boolean isGpu(String device) {
        return device.startsWith(GPU);
    }

    /** Of the first GPU that this process sees. */
    public Optional<WorkerHardware> ofGpu() {
        try {
            NvmlCard card = NvmlCard.visible(library.get(), environment);
            return Optional.of(new WorkerHardware(name(card), card.isCut() ? null : memory(card)));
        } catch (NotToldException | LinkageError e) {
            LOG.atInfo().addKeyValue("problem", e.getMessage()).log("what the GPU is, is not told");
            return Optional.empty();
        }
    }

    private static String name(NvmlCard card) {
        byte[] name = new byte[Nvml.NAME_SIZE];
        NvmlCard.check("nvmlDeviceGetName", card.nvml().nvmlDeviceGetName(card.handle(), name, name.length));
        return Native.toString(name);
    }

    private static @Nullable Long memory(NvmlCard card) {
        Nvml.MemoryInfo memory = new Nvml.MemoryInfo();
        return card.nvml().nvmlDeviceGetMemoryInfo(card.handle(), memory) == Nvml.SUCCESS ? memory.total : null;
    }
}
