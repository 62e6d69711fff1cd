#include "cfiles.h"
