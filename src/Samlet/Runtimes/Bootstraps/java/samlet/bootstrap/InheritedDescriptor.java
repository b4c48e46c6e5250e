package samlet.bootstrap;

import java.io.FileDescriptor;
import java.lang.reflect.Field;

/**
 * Descriptors by their number. A socket that is read like a file spares the virtual machine its network classes, which
 * take a third of its start (10 ms of 30).
 */
final class InheritedDescriptor {
    private InheritedDescriptor() {
    }

    /** Null where this version of Java does not let it be made. */
    @SuppressWarnings({"deprecation", "removal"})
    static FileDescriptor of(int number) {
        try {
            Field instance = sun.misc.Unsafe.class.getDeclaredField("theUnsafe");
            instance.setAccessible(true);
            sun.misc.Unsafe unsafe = (sun.misc.Unsafe) instance.get(null); // Called by reflection it takes 20 ms.
            FileDescriptor descriptor = new FileDescriptor();
            unsafe.putInt(
                    descriptor, unsafe.objectFieldOffset(FileDescriptor.class.getDeclaredField("fd")), number);
            return descriptor.valid() ? descriptor : null;
        } catch (Exception error) {
            return null;
        } catch (LinkageError error) {
            return null;
        }
    }
}
