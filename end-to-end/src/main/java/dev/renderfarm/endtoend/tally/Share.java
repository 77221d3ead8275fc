package dev.renderfarm.endtoend.tally;

import java.util.List;

/**
 * What somebody got of a model's pace, beside what everyone's batches would make it.
 *
 * @param submitter from 1
 * @param tasks claimed while all batches of the model wanted devices
 * @param measured of all tasks claimed then, from 0 to 1
 * @param byBatches the submitter's batches over all batches
 * @param least in any tenth of that time
 * @param greatest in any tenth of that time
 */
public record Share(int submitter, int tasks, double measured, double byBatches, double least, double greatest) {

    /** How far the shares are from equal ones, of what is equal: 0.05 is five percent. */
    public static double furthestFromEqual(List<Share> shares) {
        double equal = 1.0 / shares.size();
        return shares.stream()
                .mapToDouble(share -> Math.abs(share.measured - equal) / equal)
                .max()
                .orElse(0);
    }
}
