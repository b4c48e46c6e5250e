package org.crac;

import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** Calls in the reverse order of registration before a checkpoint, and in that order after a restore. */
final class OrderedContext extends Context<Resource> {
    private final List<WeakReference<Resource>> resources = new ArrayList<WeakReference<Resource>>();

    @Override
    public synchronized void register(Resource resource) {
        resources.add(new WeakReference<Resource>(resource));
    }

    @Override
    public synchronized void beforeCheckpoint(Context<? extends Resource> context) throws CheckpointException {
        List<Resource> all = living();
        Collections.reverse(all);
        CheckpointException failure = new CheckpointException();
        for (Resource resource : all) {
            try {
                resource.beforeCheckpoint(this);
            } catch (CheckpointException error) {
                addAll(failure, error);
            } catch (Exception error) {
                failure.addSuppressed(error);
            }
        }

        if (failure.getSuppressed().length > 0) {
            throw failure;
        }
    }

    @Override
    public synchronized void afterRestore(Context<? extends Resource> context) throws RestoreException {
        RestoreException failure = new RestoreException();
        for (Resource resource : living()) {
            try {
                resource.afterRestore(this);
            } catch (RestoreException error) {
                addAll(failure, error);
            } catch (Exception error) {
                failure.addSuppressed(error);
            }
        }

        if (failure.getSuppressed().length > 0) {
            throw failure;
        }
    }

    private List<Resource> living() {
        List<Resource> living = new ArrayList<Resource>();
        for (WeakReference<Resource> reference : resources) {
            Resource resource = reference.get();
            if (resource != null) {
                living.add(resource);
            }
        }

        return living;
    }

    private static void addAll(Exception failure, Exception error) {
        for (Throwable suppressed : error.getSuppressed()) {
            failure.addSuppressed(suppressed);
        }
    }
}
