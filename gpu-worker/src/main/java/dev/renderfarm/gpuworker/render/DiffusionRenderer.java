package dev.renderfarm.gpuworker.render;

import dev.renderfarm.common.failure.FailureCode;
import dev.renderfarm.common.model.ModelManifest;
import dev.renderfarm.common.task.ImageRequest;
import dev.renderfarm.common.task.ImageSize;
import dev.renderfarm.common.task.Lane;
import dev.renderfarm.common.task.SchedulerKind;
import dev.renderfarm.diffusion.golden.Finding;
import dev.renderfarm.diffusion.golden.GoldenComparison;
import dev.renderfarm.diffusion.golden.GoldenRecord;
import dev.renderfarm.diffusion.golden.GoldenRun;
import dev.renderfarm.diffusion.network.Caption;
import dev.renderfarm.diffusion.network.Captions;
import dev.renderfarm.diffusion.network.DiffusionModel;
import dev.renderfarm.diffusion.network.LatentSampler;
import dev.renderfarm.diffusion.network.RenderException;
import dev.renderfarm.diffusion.sampling.ClassifierFreeGuidance;
import dev.renderfarm.diffusion.sampling.LatentSamples;
import dev.renderfarm.diffusion.sampling.LatentShape;
import dev.renderfarm.diffusion.sampling.Schedule;
import dev.renderfarm.diffusion.sampling.StepTable;
import dev.renderfarm.gpuworker.stage.Stage;
import dev.renderfarm.gpuworker.stage.Stopwatch;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;

/**
 * {@link Renderer} that samples a diffusion model of any family, by the table of its sampler. One lock keeps sampling to one
 * micro-batch, another the text encoder: the prompts and the noise of the next are made meanwhile. Pictures that
 * edits begin with are encoded in their turn on the device, all of a micro-batch at once.
 */
public final class DiffusionRenderer implements Renderer {

    private final DiffusionModel model;
    private final LatentSampler sampler;
    private final PromptTokens tokens;
    private final ModelManifest manifest;
    private final CaptionCache captions;
    private final InstantSource clock;
    private final ReentrantLock textEncoder = new ReentrantLock(true);
    private final Device device;

    /**
     * @param captionCacheSize how many encoded prompts are kept
     * @param energy of the model's device
     */
    public DiffusionRenderer(
            DiffusionModel model,
            PromptTokens tokens,
            ModelManifest manifest,
            int captionCacheSize,
            EnergyCounter energy,
            InstantSource clock) {
        this.model = model;
        this.sampler = new LatentSampler(model);
        this.tokens = tokens;
        this.manifest = manifest;
        this.captions = new CaptionCache(captionCacheSize);
        this.clock = clock;
        this.device = new Device(model.device(), energy, clock);
    }

    @Override
    public Rendering render(List<Commission> asked, Lane lane, Onlooker onlooker) throws InterruptedException {
        List<ImageRequest> microBatch = asked.stream().map(Commission::request).toList();
        RenderShape shape = shapeOf(microBatch);
        ClassifierFreeGuidance guidance = ClassifierFreeGuidance.of(shape.sampling(), manifest.guidanceForm());
        Stopwatch watch = new Stopwatch(clock);
        onlooker.stopIfRequested();
        Captions encoded = captions(microBatch, guidance);
        Beginnings beginnings = new Beginnings(
                asked, latentShape(shape.size()), manifest.latent().scale());
        StepTable table = table(shape);
        watch.lap(Stage.ENCODE_PROMPT);
        try (Device.Ending turn = device.take(lane)) {
            watch.lap(Stage.WAIT_FOR_DEVICE);
            onlooker.stopIfRequested();
            onlooker.begins(clock.instant(), table.length());
            LatentSamples samples = beginnings.samples(model, table);
            if (beginnings.haveCanvases()) {
                watch.lap(Stage.ENCODE_PICTURE);
            }
            sampler.sample(
                    samples,
                    encoded,
                    table,
                    guidance,
                    beginnings.stepNoise(),
                    new CountedSteps(onlooker, table.length()));
            watch.lap(Stage.DENOISE);
            List<Picture> pictures = decode(samples, shape.size());
            watch.lap(Stage.DECODE);
            return new Rendering(pictures, watch.times());
        }
    }

    @Override
    public void compare(GoldenRecord record, Consumer<Finding> findings) throws InterruptedException {
        String prompt = record.request().prompt();
        int[] tokenIds = prompt == null ? null : tokens.of(prompt);
        GoldenComparison comparison = new GoldenComparison(new GoldenRun(model, manifest), manifest);
        textEncoder.lockInterruptibly();
        try (Device.Ending turn = device.take()) {
            comparison.compare(record, tokenIds, findings);
        } finally {
            textEncoder.unlock();
        }
    }

    @Override
    public Device device() {
        return device;
    }

    @Override
    public void close() {
        textEncoder.lock();
        try (Device.Ending turn = device.takeAtLast()) {
            model.close();
            tokens.close();
        } finally {
            textEncoder.unlock();
        }
    }

    private RenderShape shapeOf(List<ImageRequest> microBatch) {
        RenderShape shape = RenderShape.of(microBatch.get(0));
        if (!microBatch.stream().map(RenderShape::of).allMatch(shape::equals)) {
            throw new IllegalArgumentException("a micro-batch must be of one shape");
        }
        if (!manifest.size().allows(shape.size())) {
            throw new RenderException(
                    FailureCode.INVALID_REQUEST,
                    "size " + shape.size() + " is not one of model " + manifest.name() + ": "
                            + manifest.size().describe());
        }
        SchedulerKind scheduler = shape.scheduler();
        if (scheduler != null && !manifest.scheduler().kinds().contains(scheduler)) {
            throw new RenderException(
                    FailureCode.INVALID_REQUEST,
                    "scheduler " + scheduler.wireName() + " is none of model " + manifest.name());
        }
        int maxSteps = manifest.defaults().maxInferenceSteps();
        if (shape.sampling().numInferenceSteps() > maxSteps) {
            throw new RenderException(
                    FailureCode.INVALID_REQUEST,
                    "num_inference_steps " + shape.sampling().numInferenceSteps() + " is above the limit of model "
                            + manifest.name() + ": " + maxSteps);
        }
        return shape;
    }

    private Captions captions(List<ImageRequest> microBatch, ClassifierFreeGuidance guidance)
            throws InterruptedException {
        List<PromptPair> prompts = new ArrayList<>();
        for (ImageRequest request : microBatch) {
            prompts.add(PromptPair.of(request, guidance.isOn(), manifest.negativeIsZeros(), tokens));
        }
        List<Caption> positive = new ArrayList<>();
        List<Caption> negative = new ArrayList<>();
        textEncoder.lockInterruptibly();
        try {
            for (int i = 0; i < prompts.size(); i++) {
                float[] sizes = manifest.toldSizes()
                        ? microBatch
                                .get(i)
                                .saidSizes()
                                .numbers(microBatch.get(i).size())
                        : new float[0];
                PromptPair.Prompt away = prompts.get(i).negative();
                Caption caption = encoded(prompts.get(i).positive()).told(sizes);
                positive.add(caption);
                if (guidance.isOn()) {
                    negative.add(away == null ? caption.zeros() : encoded(away).told(sizes));
                }
            }
            return new Captions(positive, negative);
        } finally {
            textEncoder.unlock();
        }
    }

    private Caption encoded(PromptPair.Prompt prompt) {
        return captions.get(prompt.key(), () -> model.encode(prompt.tokenIds()));
    }

    private StepTable table(RenderShape shape) {
        return Schedule.of(manifest.scheduler(), shape.scheduler())
                .table(shape.sampling().numInferenceSteps())
                .from(shape.firstStep());
    }

    private LatentShape latentShape(ImageSize size) {
        ModelManifest.Latent latent = manifest.latent();
        return new LatentShape(size.height() / latent.scale(), size.width() / latent.scale(), latent.channels());
    }

    private List<Picture> decode(LatentSamples samples, ImageSize size) {
        byte[] rgb = model.decode(samples.values(), samples.shape(), samples.count());
        int bytes = rgb.length / samples.count();
        List<Picture> pictures = new ArrayList<>();
        for (int i = 0; i < samples.count(); i++) {
            pictures.add(new Picture(size, Arrays.copyOfRange(rgb, i * bytes, (i + 1) * bytes)));
        }
        return pictures;
    }
}
