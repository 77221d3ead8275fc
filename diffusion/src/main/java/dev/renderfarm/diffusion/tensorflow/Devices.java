package dev.renderfarm.diffusion.tensorflow;

import static org.tensorflow.internal.c_api.global.tensorflow.TF_DeleteDeviceList;
import static org.tensorflow.internal.c_api.global.tensorflow.TF_DeviceListCount;
import static org.tensorflow.internal.c_api.global.tensorflow.TF_DeviceListName;
import static org.tensorflow.internal.c_api.global.tensorflow.TF_DeviceListType;
import static org.tensorflow.internal.c_api.global.tensorflow.TF_SessionListDevices;
import static org.tensorflow.internal.c_api.global.tensorflow.TF_SetConfig;

import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.PointerScope;
import org.tensorflow.internal.c_api.TF_DeviceList;
import org.tensorflow.internal.c_api.TF_Graph;
import org.tensorflow.internal.c_api.TF_Session;
import org.tensorflow.internal.c_api.TF_SessionOptions;
import org.tensorflow.internal.c_api.TF_Status;

/** What TensorFlow can compute on. Asks the C API, since the Java API has no call for it. */
final class Devices {

    private static final String DEVICE = "/device:";

    /** The first device that is no CPU, else the CPU, by its short name such as {@code GPU:0}. */
    static String best(DeviceSettings settings) {
        try (PointerScope scope = new PointerScope()) {
            TF_Status status = TF_Status.newStatus();
            TF_SessionOptions options = TF_SessionOptions.newSessionOptions();
            BytePointer config = new BytePointer(settings.config().toByteArray());
            TF_SetConfig(options, config, config.capacity(), status);
            status.throwExceptionIfNotOK();
            TF_Session session = TF_Session.newSession(TF_Graph.newGraph(), options, status);
            status.throwExceptionIfNotOK();
            TF_DeviceList devices = TF_SessionListDevices(session, status);
            status.throwExceptionIfNotOK();
            try {
                return best(devices, status);
            } finally {
                TF_DeleteDeviceList(devices);
            }
        }
    }

    private static String best(TF_DeviceList devices, TF_Status status) {
        String best = "CPU:0";
        for (int i = TF_DeviceListCount(devices) - 1; i >= 0; i--) {
            if (!TF_DeviceListType(devices, i, status).getString().equals("CPU")) {
                String name = TF_DeviceListName(devices, i, status).getString();
                best = name.substring(name.indexOf(DEVICE) + DEVICE.length());
            }
        }
        return best;
    }

    private Devices() {}
}
