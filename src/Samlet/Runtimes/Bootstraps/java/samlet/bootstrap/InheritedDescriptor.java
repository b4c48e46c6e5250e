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
    static FileDescriptor of(int number) {
        try {
            Class<?> type = Class.forName("sun.misc.Unsafe");
            Field instance = type.getDeclaredField("theUnsafe");
            instance.setAccessible(true);
            Object unsafe = instance.get(null);
            Object offset = type.getMethod("objectFieldOffset", Field.class)
                    .invoke(unsafe, FileDescriptor.class.getDeclaredField("fd"));
            FileDescriptor descriptor = new FileDescriptor();
            type.getMethod("putInt", Object.class, long.class, int.class).invoke(unsafe, descriptor, offset, number);
            return descriptor.valid() ? descriptor : null;
        } catch (Exception error) {
            return null;
        }
    }
}
