import Subprocess
import Testing
