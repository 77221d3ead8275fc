package dev.renderfarm.diffusion.tensorflow;

import java.time.Duration;
import org.tensorflow.proto.ConfigProto;
import org.tensorflow.proto.GPUOptions;

/**
 * How TensorFlow uses the machine. The first session of a process fixes threads and GPU memory for all that follow.
 *
 * @param intraOpThreads threads within one operation; 0 leaves it to TensorFlow
 * @param interOpThreads operations at once; 0 leaves it to TensorFlow
 * @param gpuMemoryFraction share of the GPU's memory that TensorFlow may take
 * @param vaeMemory bytes that decoding pictures may take; what needs more is decoded in tiles
 * @param runTimeout after which one pass through a network is given up
 */
public record DeviceSettings(
        int intraOpThreads, int interOpThreads, double gpuMemoryFraction, long vaeMemory, Duration runTimeout) {

    /** What the configuration of a worker has where nothing is given. */
    public static final DeviceSettings DEFAULTS = new DeviceSettings(0, 0, 0.95, 3L << 30, Duration.ofMinutes(10));

    public DeviceSettings withVaeMemory(long bytes) {
        return new DeviceSettings(intraOpThreads, interOpThreads, gpuMemoryFraction, bytes, runTimeout);
    }

    ConfigProto config() {
        return ConfigProto.newBuilder()
                .setIntraOpParallelismThreads(intraOpThreads)
                .setInterOpParallelismThreads(interOpThreads)
                .setAllowSoftPlacement(true)
                .setGpuOptions(
                        GPUOptions.newBuilder().setAllowGrowth(true).setPerProcessGpuMemoryFraction(gpuMemoryFraction))
                .build();
    }
}
